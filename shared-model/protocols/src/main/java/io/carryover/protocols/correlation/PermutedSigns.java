/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/** {@link PairSigns} of one x in many orders. */
final class PermutedSigns {
    private final int models;
    private final int words;
    private final long[] above;
    private final long[] below;

    /** Room for so many draws at a time. */
    PermutedSigns(int models, int block) {
        this.models = models;
        this.words = PairSigns.words(models);
        this.above = new long[words * block];
        this.below = new long[words * block];
    }

    /** Takes the orders from {@code first} on. */
    void take(double[] x, Draws orders, int first, int many) {
        double[] moved = new double[models];
        for (int d = 0; d < many; d++) {
            for (int i = 0; i < models; i++) {
                moved[i] = x[orders.order(first + d, i)];
            }
            long up = 0;
            long down = 0;
            int at = d * words;
            for (int i = 0, k = 0; i < models; i++) {
                double own = moved[i];
                for (int j = i + 1; j < models; j++, k++) {
                    if ((k & 63) == 0 && k > 0) {
                        above[at] = up;
                        below[at++] = down;
                        up = 0;
                        down = 0;
                    }
                    up |= (own > moved[j] ? 1L : 0L) << k;
                    down |= (own < moved[j] ? 1L : 0L) << k;
                }
            }
            above[at] = up;
            below[at] = down;
        }
    }

    /** Of the first {@code many} draws taken, those whose S with {@code y} is at least {@code threshold} from 0. */
    int atLeast(PairSigns y, int threshold, int many) {
        int count = 0;
        for (int d = 0; d < many; d++) {
            int s = 0;
            for (int w = 0; w < words; w++) {
                s += y.concordance(w, above[d * words + w], below[d * words + w]);
            }
            count += Math.abs(s) >= threshold ? 1 : 0;
        }
        return count;
    }
}
