/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.stats.Interval;

/** Kendall's tau-b of two sets of values, its jackknife, and its bootstrap over resamples of models. */
final class KendallTau {
    private final PairSigns x;
    private final PairSigns y;
    private final int models;

    KendallTau(PairSigns x, PairSigns y, int models) {
        this.x = x;
        this.y = y;
        this.models = models;
    }

    /** The coefficient. */
    double value() {
        return tau(x.concordance(y), pairs(models), x.tied(), y.tied());
    }

    /** The coefficient without each model in turn; NaN where the others are all equal. */
    double[] jackknife() {
        int[] concordance = new int[models];
        int[] tiedX = new int[models];
        int[] tiedY = new int[models];
        for (int i = 0, k = 0; i < models; i++) {
            for (int j = i + 1; j < models; j++, k++) {
                int sx = x.sign(k);
                int sy = y.sign(k);
                concordance[i] += sx * sy;
                concordance[j] += sx * sy;
                tiedX[i] += sx == 0 ? 1 : 0;
                tiedX[j] += sx == 0 ? 1 : 0;
                tiedY[i] += sy == 0 ? 1 : 0;
                tiedY[j] += sy == 0 ? 1 : 0;
            }
        }
        int all = x.concordance(y);
        double[] left = new double[models];
        for (int i = 0; i < models; i++) {
            left[i] = tau(all - concordance[i], pairs(models - 1), x.tied() - tiedX[i], y.tied() - tiedY[i]);
        }
        return left;
    }

    /**
     * The BCa interval.
     *
     * @param draws tau of each resample; NaN where a resample's values are all equal, which are left out
     */
    Interval interval(Bca bca, double[] draws) {
        return bca.interval(draws, value(), jackknife());
    }

    /** S over the geometric mean of the pairs that don't tie in x and in y. */
    static double tau(int concordance, int pairs, int tiedX, int tiedY) {
        return concordance / Math.sqrt((double) (pairs - tiedX) * (pairs - tiedY));
    }

    static int pairs(int models) {
        return models * (models - 1) / 2;
    }
}
