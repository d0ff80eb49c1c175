/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import io.carryover.results.store.Arrival;
import java.nio.charset.StandardCharsets;

/** A record of the topic, readable or not: one that isn't is kept by its place, never lost in silence. */
sealed interface Incoming {
    /** A result or a withdrawal. */
    record Result(Arrival arrival) implements Incoming {}

    /** Why this version can't read it. */
    record Unreadable(String reason) implements Incoming {}

    /** Reads a record's value; never throws. */
    static Incoming decode(byte[] value) {
        try {
            ResultRecord record = Json.readVersioned(value, ResultRecord.class, ResultRecord.VERSION);
            Sha256 id = record.output().isPresent()
                    ? Measured.of(record).id()
                    : record.key().digest();
            return new Result(Arrival.of(id, record, new String(value, StandardCharsets.UTF_8)));
        } catch (CarryoverException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        } catch (NullPointerException e) {
            return new Unreadable("not a ResultRecord: a field is missing");
        }
    }
}
