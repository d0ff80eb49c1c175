/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import java.util.Arrays;

/** Rows of one episode: support [ways][shots] and queries [ways][queries], the same class at the same place in both. */
public final class Episode {
    private final int[][] support;
    private final int[][] queries;

    /** Copies what it is given. */
    public Episode(int[][] support, int[][] queries) {
        this.support = Arrays.stream(support).map(int[]::clone).toArray(int[][]::new);
        this.queries = Arrays.stream(queries).map(int[]::clone).toArray(int[][]::new);
    }

    /** Number of classes. */
    public int ways() {
        return support.length;
    }

    /** Rows of the images that make a class's centroid; a copy. */
    public int[] support(int way) {
        return support[way].clone();
    }

    /** Rows of the images of a class that are to be recognised; a copy. */
    public int[] queries(int way) {
        return queries[way].clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Episode e
                && Arrays.deepEquals(support, e.support)
                && Arrays.deepEquals(queries, e.queries);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.deepHashCode(support) + Arrays.deepHashCode(queries);
    }

    @Override
    public String toString() {
        return "Episode" + Arrays.deepToString(support) + Arrays.deepToString(queries);
    }
}
