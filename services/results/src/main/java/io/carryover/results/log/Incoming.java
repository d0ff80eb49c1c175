/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultsMessage;
import io.carryover.results.board.Measured;
import io.carryover.results.imported.RankedTable;
import io.carryover.results.store.Arrival;
import io.carryover.results.store.StoredRecord;

/** A record of the topic, readable or not: one that isn't is kept by its place, never lost in silence. */
sealed interface Incoming {
    /** A result or its withdrawal. */
    record Result(Arrival arrival) implements Incoming {}

    /** A table or its withdrawal. */
    record Table(ImportedTable table) implements Incoming {}

    /** Why this version can't read it. */
    record Unreadable(String reason) implements Incoming {}

    /** Reads a record's value; never throws. */
    static Incoming decode(byte[] value) {
        try {
            return switch (ResultsMessage.read(value)) {
                case ResultRecord record -> {
                    Sha256 id =
                            record.output().isPresent() ? Measured.of(record).id() : record.digest();
                    yield new Result(Arrival.of(id, record, StoredRecord.of(value)));
                }
                case ImportedTable table -> {
                    RankedTable.scores(table);
                    yield new Table(table);
                }
            };
        } catch (CarryoverException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        } catch (NullPointerException e) {
            return new Unreadable("a field is missing");
        }
    }
}
