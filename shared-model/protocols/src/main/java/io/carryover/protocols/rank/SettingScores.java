/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import java.util.random.RandomGenerator;

/**
 * Scores of models in one setting of the study: on each of its datasets, and how uncertain their means over the datasets are. Models that
 * lack a dataset have no place here.
 */
public final class SettingScores {
    private final double[][] scores;
    private final double[] errors;
    private final int decimals;
    private final int sign;

    /**
     * Scores.
     *
     * @param scores [datasets][models]
     * @param errors standard error of each model's mean over the datasets; NaN where it isn't known
     * @param decimals that are printed: scores equal as printed share a rank
     * @param higherIsBetter or lower, for errors
     */
    public SettingScores(double[][] scores, double[] errors, int decimals, boolean higherIsBetter) {
        if (scores.length == 0 || scores[0].length != errors.length) {
            throw new IllegalArgumentException("scores and errors are of different models");
        }
        this.scores = scores.clone();
        this.errors = errors.clone();
        this.decimals = decimals;
        this.sign = higherIsBetter ? 1 : -1;
    }

    /** Number of datasets. */
    public int datasets() {
        return scores.length;
    }

    /** Number of models. */
    public int models() {
        return errors.length;
    }

    /** Standard error of each model's mean over the datasets; NaN where it isn't known. */
    public double[] errors() {
        return errors.clone();
    }

    /** Decimals that are printed. */
    public int decimals() {
        return decimals;
    }

    /** Whether every model's error is known. */
    public boolean drawable() {
        for (double error : errors) {
            if (Double.isNaN(error)) {
                return false;
            }
        }
        return true;
    }

    /** Mean of each model over the datasets. */
    public double[] means() {
        int[] all = new int[scores.length];
        for (int d = 0; d < all.length; d++) {
            all[d] = d;
        }
        return means(all);
    }

    /** Average ranks of the means, 1 is best. */
    public double[] ranks() {
        return Ranks.of(better(means()), decimals);
    }

    /** Friedman's test over the datasets; at least two. */
    public Friedman friedman() {
        double[][] better = new double[scores.length][];
        for (int d = 0; d < scores.length; d++) {
            better[d] = better(scores[d]);
        }
        return Friedman.of(better, decimals);
    }

    /** What {@code first} has more than {@code second} on each dataset; more is better. */
    public double[] differences(int first, int second) {
        double[] differences = new double[scores.length];
        double scale = Math.pow(10, decimals + 3);
        for (int d = 0; d < scores.length; d++) {
            // Differences of printed numbers that are equal must be found equal: 0.3 - 0.2 isn't 0.2 - 0.1.
            differences[d] = sign * Math.rint((scores[d][first] - scores[d][second]) * scale) / scale;
        }
        return differences;
    }

    /** Ranks of means drawn from normal distributions around the printed ones. */
    double[] drawnRanks(RandomGenerator random) {
        double[] drawn = means();
        for (int m = 0; m < drawn.length; m++) {
            drawn[m] = sign * (drawn[m] + errors[m] * random.nextGaussian());
        }
        return Ranks.of(drawn, decimals);
    }

    /** Ranks of means over datasets drawn with repetition, the same for all models. */
    double[] resampledRanks(RandomGenerator random) {
        int[] drawn = new int[scores.length];
        for (int d = 0; d < drawn.length; d++) {
            drawn[d] = random.nextInt(scores.length);
        }
        return Ranks.of(better(means(drawn)), decimals);
    }

    private double[] means(int[] datasets) {
        double[] means = new double[errors.length];
        for (int m = 0; m < means.length; m++) {
            double sum = 0;
            for (int d : datasets) {
                sum += scores[d][m];
            }
            means[m] = sum / datasets.length;
        }
        return means;
    }

    private double[] better(double[] values) {
        double[] better = new double[values.length];
        for (int i = 0; i < better.length; i++) {
            better[i] = sign * values[i];
        }
        return better;
    }
}
