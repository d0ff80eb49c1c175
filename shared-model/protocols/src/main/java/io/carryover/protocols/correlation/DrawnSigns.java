/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import java.util.Arrays;

/**
 * {@link PairSigns} of values in many orders, or in many resamples.
 *
 * <p>Up to 64 values are not compared pair by pair: of each value, the places that hold lower ones are a word, which the places of all values
 * in ascending order add up to.
 */
final class DrawnSigns {
    private static final int PLACES = Long.SIZE;

    private final int words;
    private final long[] above;
    private final long[] below;

    /**
     * Of all draws.
     *
     * @param drawn places of values, [draw][n] in one array
     */
    DrawnSigns(double[] values, int[] drawn) {
        int n = values.length;
        words = PairSigns.words(n);
        int many = drawn.length / n;
        above = new long[words * many];
        below = new long[words * many];
        if (n <= PLACES) {
            byPlaces(new DenseRanks(values), n, drawn, many, true);
        } else {
            byPairs(values, drawn, many);
        }
    }

    /**
     * Of values without ties, all draws: what isn't above is below, but for values drawn twice.
     *
     * @param pairs of any values without ties, in the same draws
     */
    DrawnSigns(double[] values, int[] drawn, DrawnSigns pairs) {
        int n = values.length;
        words = pairs.words;
        above = new long[pairs.above.length];
        below = new long[pairs.above.length];
        if (n <= PLACES) {
            byPlaces(new DenseRanks(values), n, drawn, drawn.length / n, false);
            for (int w = 0; w < above.length; w++) {
                below[w] = (pairs.above[w] | pairs.below[w]) & ~above[w];
            }
        } else {
            byPairs(values, drawn, drawn.length / n);
        }
    }

    private void byPlaces(DenseRanks ranks, int n, int[] drawn, int many, boolean both) {
        int[] own = new int[n];
        long[] places = new long[ranks.distinct()];
        long[] lower = new long[ranks.distinct()];
        for (int d = 0; d < many; d++) {
            Arrays.fill(places, 0);
            for (int i = 0; i < n; i++) {
                own[i] = ranks.of(drawn[d * n + i]);
                places[own[i]] |= 1L << i;
            }
            long before = 0;
            for (int r = 0; r < places.length; r++) {
                lower[r] = before;
                before |= places[r];
            }
            pack(own, lower, above, d * words);
            if (both) {
                for (int r = 0; r < places.length; r++) {
                    places[r] = before & ~(lower[r] | places[r]);
                }
                pack(own, places, below, d * words);
            }
        }
    }

    /** For each place the bits of those after it, one row after the other. */
    private static void pack(int[] own, long[] ofRank, long[] into, int start) {
        int at = start;
        long word = 0;
        int filled = 0;
        for (int i = 0; i < own.length - 1; i++) {
            long row = ofRank[own[i]] >>> (i + 1);
            int length = own.length - 1 - i;
            word |= row << filled;
            filled += length;
            if (filled >= Long.SIZE) {
                into[at++] = word;
                filled -= Long.SIZE;
                // A row has at most 63 places: a shift by all of them leaves nothing.
                word = row >>> (length - filled);
            }
        }
        if (filled > 0) {
            into[at] = word;
        }
    }

    private void byPairs(double[] values, int[] drawn, int many) {
        int n = values.length;
        double[] moved = new double[n];
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < n; i++) {
                moved[i] = values[drawn[d * n + i]];
            }
            take(moved, d * words);
        }
    }

    private void take(double[] moved, int start) {
        int at = start;
        long up = 0;
        long down = 0;
        for (int i = 0, k = 0; i < moved.length; i++) {
            double own = moved[i];
            for (int j = i + 1; j < moved.length; j++, k++) {
                if ((k & 63) == 0 && k > 0) {
                    above[at] = up;
                    below[at++] = down;
                    up = 0;
                    down = 0;
                }
                up |= (own > moved[j] ? 1L : 0L) << (k & 63);
                down |= (own < moved[j] ? 1L : 0L) << (k & 63);
            }
        }
        above[at] = up;
        below[at] = down;
    }

    /** S of each draw with values in one order. */
    int[] concordance(PairSigns y) {
        int[] s = new int[draws()];
        for (int d = 0, at = 0; d < s.length; d++) {
            for (int w = 0; w < words; w++, at++) {
                s[d] += y.concordance(w, above[at], below[at]);
            }
        }
        return s;
    }

    /** S of each draw with the same draw of other values. */
    void concordance(DrawnSigns other, double[] s) {
        for (int d = 0, at = 0; d < s.length; d++) {
            int sum = 0;
            for (int w = 0; w < words; w++, at++) {
                long agree = (above[at] & other.above[at]) | (below[at] & other.below[at]);
                long differ = (above[at] & other.below[at]) | (below[at] & other.above[at]);
                sum += Long.bitCount(agree) - Long.bitCount(differ);
            }
            s[d] = sum;
        }
    }

    /**
     * The same where neither side has ties but of a model with itself, which both have in the same pairs: what isn't a tie agrees
     * unless it differs.
     *
     * @param free pairs of each draw that don't tie
     */
    void concordanceUntied(DrawnSigns other, int[] free, double[] s) {
        if (words == 2) {
            // Up to 16 models, as in the study.
            for (int d = 0; d < s.length; d++) {
                int differ = Long.bitCount(above[2 * d] ^ other.above[2 * d])
                        + Long.bitCount(above[2 * d + 1] ^ other.above[2 * d + 1]);
                s[d] = free[d] - 2 * differ;
            }
            return;
        }
        for (int d = 0, at = 0; d < s.length; d++) {
            int differ = 0;
            for (int w = 0; w < words; w++, at++) {
                differ += Long.bitCount(above[at] ^ other.above[at]);
            }
            s[d] = free[d] - 2 * differ;
        }
    }

    /** The pairs of each draw that don't tie. */
    int[] free() {
        int[] free = new int[draws()];
        for (int d = 0, at = 0; d < free.length; d++) {
            for (int w = 0; w < words; w++, at++) {
                free[d] += Long.bitCount(above[at] | below[at]);
            }
        }
        return free;
    }

    private int draws() {
        return words == 0 ? 0 : above.length / words;
    }
}
