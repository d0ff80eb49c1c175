/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * The order of every pair i &lt; j of values, as bits: 64 pairs to a word. Concordant minus discordant pairs of two sets of values, Kendall's
 * S, is then a few population counts.
 */
final class PairSigns {
    private final long[] above;
    private final long[] below;
    private final int tied;

    private PairSigns(long[] above, long[] below, int tied) {
        this.above = above;
        this.below = below;
        this.tied = tied;
    }

    /** Of these values. */
    static PairSigns of(double[] values) {
        long[] above = new long[words(values.length)];
        long[] below = new long[above.length];
        int tied = 0;
        for (int i = 0, k = 0; i < values.length; i++) {
            for (int j = i + 1; j < values.length; j++, k++) {
                if (values[i] > values[j]) {
                    above[k >> 6] |= 1L << (k & 63);
                } else if (values[i] < values[j]) {
                    below[k >> 6] |= 1L << (k & 63);
                } else {
                    tied++;
                }
            }
        }
        return new PairSigns(above, below, tied);
    }

    /** Words that the pairs of so many values take. */
    static int words(int values) {
        return (values * (values - 1) / 2 + 63) >> 6;
    }

    /** Pairs of equal values. */
    int tied() {
        return tied;
    }

    /** 1, 0 or -1: whether the first of pair {@code k} is above the second. */
    int sign(int k) {
        return (int) (above[k >> 6] >>> (k & 63) & 1) - (int) (below[k >> 6] >>> (k & 63) & 1);
    }

    /** Concordant minus discordant pairs. */
    int concordance(PairSigns other) {
        int s = 0;
        for (int w = 0; w < above.length; w++) {
            s += concordance(w, other.above[w], other.below[w]);
        }
        return s;
    }

    /** Pairs in one word that are ordered differently, where neither side has ties. */
    int differing(int w, long otherAbove) {
        return Long.bitCount(above[w] ^ otherAbove);
    }

    /** The same as {@link #concordance(PairSigns)} in one word, of the other's bits. */
    int concordance(int w, long otherAbove, long otherBelow) {
        long agree = (above[w] & otherAbove) | (below[w] & otherBelow);
        long differ = (above[w] & otherBelow) | (below[w] & otherAbove);
        return Long.bitCount(agree) - Long.bitCount(differ);
    }
}
