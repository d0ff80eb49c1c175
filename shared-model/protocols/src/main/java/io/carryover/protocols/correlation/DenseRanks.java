/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import java.util.Arrays;

/** Values numbered from 0 in ascending order, equal ones alike. */
final class DenseRanks {
    private final int[] ranks;
    private final int distinct;

    DenseRanks(double[] values) {
        // Adding 0 makes one of the two zeros, which are equal.
        double[] ascending =
                Arrays.stream(values).map(v -> v + 0.0).sorted().distinct().toArray();
        distinct = ascending.length;
        ranks = new int[values.length];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = Arrays.binarySearch(ascending, values[i] + 0.0);
        }
    }

    /** The number of the value at this place. */
    int of(int place) {
        return ranks[place];
    }

    /** How many numbers there are. */
    int distinct() {
        return distinct;
    }
}
