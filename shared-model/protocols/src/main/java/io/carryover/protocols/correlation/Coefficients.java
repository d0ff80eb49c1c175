/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.rank.Ranks;
import java.util.ArrayList;
import java.util.List;

/**
 * The three coefficients alone.
 *
 * @param pearson r; NaN, like the others, where all values of a side are equal
 * @param spearman Pearson's r of average ranks
 * @param kendall tau-b
 */
public record Coefficients(double pearson, double spearman, double kendall) {
    /** Of values of the same models in the same order. */
    public static Coefficients of(double[] x, double[] y) {
        PairSigns signs = PairSigns.of(x);
        PairSigns others = PairSigns.of(y);
        int pairs = KendallTau.pairs(x.length);
        if (signs.tied() == pairs || others.tied() == pairs) {
            return new Coefficients(Double.NaN, Double.NaN, Double.NaN);
        }
        return new Coefficients(
                r(centred(x), centred(y)),
                r(centred(Ranks.ascending(x)), centred(Ranks.ascending(y))),
                new KendallTau(signs, others, x.length).value());
    }

    /** The coefficients without each model in turn: how much of them is one model's doing. */
    public static List<Coefficients> leaveOneOut(Sample x, Sample y) {
        Left a = x.left();
        Left b = y.left();
        double[] taus = new KendallTau(x.signs(), y.signs(), x.ranks().length).jackknife();
        List<Coefficients> left = new ArrayList<>(taus.length);
        for (int i = 0; i < taus.length; i++) {
            // Where the others are all equal, tau says so exactly.
            left.add(
                    Double.isNaN(taus[i])
                            ? new Coefficients(Double.NaN, Double.NaN, Double.NaN)
                            : new Coefficients(a.pearson(b, i), a.spearman(b, i), taus[i]));
        }
        return List.copyOf(left);
    }

    /** The same of their products and squares. */
    static double r(double products, double squaresX, double squaresY) {
        return Math.clamp(products / Math.sqrt(squaresX * squaresY), -1, 1);
    }

    /** Pearson's r of values whose means are 0. */
    static double r(double[] x, double[] y) {
        return r(dot(x, y), dot(x, x), dot(y, y));
    }

    /** Distances from the mean. */
    static double[] centred(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double[] centred = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            centred[i] = values[i] - mean;
        }
        return centred;
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
