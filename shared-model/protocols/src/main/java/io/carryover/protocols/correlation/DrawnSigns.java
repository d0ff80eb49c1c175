/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/** {@link PairSigns} of values in many orders, or in many resamples. */
final class DrawnSigns {
    private final int words;
    private final int pairs;
    private final long[] above;
    private final long[] below;

    /**
     * Of the draws from {@code first} on.
     *
     * @param drawn places of values, [draw][n] in one array
     */
    DrawnSigns(double[] values, int[] drawn, int first, int many) {
        int n = values.length;
        words = PairSigns.words(n);
        pairs = KendallTau.pairs(n);
        above = new long[words * many];
        below = new long[words * many];
        double[] moved = new double[n];
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < n; i++) {
                moved[i] = values[drawn[(first + d) * n + i]];
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

    /** How many draws have an S with {@code y} that is at least {@code threshold} from 0. */
    int atLeast(PairSigns y, boolean ties, int threshold) {
        int count = 0;
        for (int at = 0; at < above.length; at += words) {
            int s = 0;
            if (ties) {
                for (int w = 0; w < words; w++) {
                    s += y.concordance(w, above[at + w], below[at + w]);
                }
            } else {
                int differing = 0;
                for (int w = 0; w < words; w++) {
                    differing += y.differing(w, above[at + w]);
                }
                s = pairs - 2 * differing;
            }
            count += Math.abs(s) >= threshold ? 1 : 0;
        }
        return count;
    }

    /** S of each draw with the same draw of other values. */
    void concordance(DrawnSigns other, double[] s) {
        for (int d = 0, at = 0; at < above.length; d++) {
            int sum = 0;
            for (int w = 0; w < words; w++, at++) {
                long agree = (above[at] & other.above[at]) | (below[at] & other.below[at]);
                long differ = (above[at] & other.below[at]) | (below[at] & other.above[at]);
                sum += Long.bitCount(agree) - Long.bitCount(differ);
            }
            s[d] = sum;
        }
    }

    /** Square root of the pairs of each draw that don't tie. */
    double[] roots() {
        double[] roots = new double[words == 0 ? 0 : above.length / words];
        for (int d = 0, at = 0; d < roots.length; d++) {
            int free = 0;
            for (int w = 0; w < words; w++, at++) {
                free += Long.bitCount(above[at] | below[at]);
            }
            roots[d] = Math.sqrt(free);
        }
        return roots;
    }
}
