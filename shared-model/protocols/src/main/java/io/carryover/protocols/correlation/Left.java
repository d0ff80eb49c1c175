/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.rank.Ranks;

/** A sample without each model in turn: what its coefficients with others are made of. */
final class Left {
    private final double[][] centred;
    private final double[][] ranks;
    private final double[] squares;
    private final double[] rankSquares;

    Left(double[] values) {
        int n = values.length;
        centred = new double[n][];
        ranks = new double[n][];
        squares = new double[n];
        rankSquares = new double[n];
        for (int i = 0; i < n; i++) {
            double[] others = without(values, i);
            centred[i] = Coefficients.centred(others);
            ranks[i] = Coefficients.centred(Ranks.ascending(others));
            squares[i] = Coefficients.dot(centred[i], centred[i]);
            rankSquares[i] = Coefficients.dot(ranks[i], ranks[i]);
        }
    }

    /** Pearson's r with another sample, both without model {@code i}. */
    double pearson(Left other, int i) {
        return Coefficients.r(Coefficients.dot(centred[i], other.centred[i]), squares[i], other.squares[i]);
    }

    /** The same of ranks. */
    double spearman(Left other, int i) {
        return Coefficients.r(Coefficients.dot(ranks[i], other.ranks[i]), rankSquares[i], other.rankSquares[i]);
    }

    private static double[] without(double[] values, int left) {
        double[] others = new double[values.length - 1];
        System.arraycopy(values, 0, others, 0, left);
        System.arraycopy(values, left + 1, others, left, others.length - left);
        return others;
    }
}
