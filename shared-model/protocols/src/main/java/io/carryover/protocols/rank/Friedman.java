/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import io.carryover.protocols.stats.FDistribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Friedman's test (1937) whether models differ over datasets, corrected for ties, with the F of Iman and Davenport (1980).
 *
 * @param datasets blocks
 * @param models treatments
 * @param chiSquare Friedman's statistic; NaN, like F, where all models tie on every dataset
 * @param f infinite where all datasets rank the models alike
 * @param freedom degrees of freedom of F: models - 1 and (models - 1)·(datasets - 1)
 * @param error the second of them
 * @param p P(F ≥ f); 1 where all models tie
 * @param meanRanks of each model over the datasets, 1 is best
 */
public record Friedman(
        int datasets,
        int models,
        double chiSquare,
        double f,
        int freedom,
        int error,
        double p,
        List<Double> meanRanks) {
    public Friedman {
        meanRanks = List.copyOf(meanRanks);
    }

    /**
     * Tests scores.
     *
     * @param scores [datasets][models], higher is better; at least 2 of each
     * @param decimals that are printed: scores equal as printed share a rank
     */
    public static Friedman of(double[][] scores, int decimals) {
        int b = scores.length;
        int k = b == 0 ? 0 : scores[0].length;
        if (b < 2 || k < 2) {
            throw new IllegalArgumentException("no test of %d models on %d datasets".formatted(k, b));
        }
        double[] sums = new double[k];
        double squares = 0;
        for (double[] row : scores) {
            double[] ranks = Ranks.of(row, decimals);
            for (int m = 0; m < k; m++) {
                sums[m] += ranks[m];
                squares += ranks[m] * ranks[m];
            }
        }
        double even = b * k * (k + 1) * (k + 1) / 4.0;
        double between = Arrays.stream(sums).map(s -> s * s).sum() / b - even;
        // With ties the ranks of a dataset vary less than 1 … k do: that is the correction.
        double chiSquare = squares > even ? (k - 1) * b * between / (squares - even) : Double.NaN;
        int freedom = k - 1;
        int error = freedom * (b - 1);
        double rest = b * freedom - chiSquare;
        double f = rest < 1e-9 * b ? Double.POSITIVE_INFINITY : (b - 1) * chiSquare / rest;
        List<Double> means = new ArrayList<>();
        for (double sum : sums) {
            means.add(sum / b);
        }
        double p = Double.isNaN(chiSquare) ? 1 : FDistribution.upperTail(f, freedom, error);
        return new Friedman(b, k, chiSquare, f, freedom, error, p, means);
    }
}
