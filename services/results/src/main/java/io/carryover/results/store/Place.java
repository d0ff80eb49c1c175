/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the topic has been taken into the database.
 *
 * @param rebuilds how often everything was dropped to be read again; places of different counts can't be compared
 * @param next offset to be read, by partition
 */
public record Place(long rebuilds, SortedMap<Integer, Long> next) {
    /** @param next is copied */
    public Place(long rebuilds, Map<Integer, Long> next) {
        this(rebuilds, new TreeMap<>(next));
    }

    /** Text that differs where places do. */
    public String version() {
        return Sha256.of(rebuilds + " " + next).brief();
    }
}
