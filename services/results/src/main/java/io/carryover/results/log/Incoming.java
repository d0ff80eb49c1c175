/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultsMessage;
import io.carryover.results.board.Measured;
import io.carryover.results.imported.RankedTable;

/** A record of the topic, readable or not: one that isn't is kept by its place, never lost in silence. */
sealed interface Incoming {
    /** A result, a table or a withdrawal. */
    record Read(ResultsMessage message) implements Incoming {}

    /** Why this version can't read it. */
    record Unreadable(String reason) implements Incoming {}

    /** Reads a record's value; never throws. */
    static Incoming decode(byte[] value) {
        try {
            ResultsMessage message = ResultsMessage.read(value);
            switch (message) {
                case ResultRecord record -> {
                    if (record.output().isPresent()) {
                        Measured.of(record);
                    }
                }
                case ImportedTable table -> RankedTable.scores(table);
            }
            return new Read(message);
        } catch (CarryoverException e) {
            return new Unreadable(String.valueOf(e.getMessage()));
        } catch (NullPointerException e) {
            return new Unreadable("a field is missing");
        }
    }
}
