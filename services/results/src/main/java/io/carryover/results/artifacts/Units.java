/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.protocols.rank.RankColumn;
import java.util.List;
import java.util.Optional;

/**
 * What a score is the mean of: for each test image whether it was right (100 or 0), or the accuracy of each episode, in
 * percent.
 */
public final class Units {
    private final double[] values;
    private final int[] labels;
    private final String identity;

    private Units(double[] values, int[] labels, String identity) {
        this.values = values;
        this.labels = labels;
        this.identity = identity;
    }

    /** Absent for images with several classes, which are neither right nor wrong, and for subsets of labels. */
    public static Optional<Units> of(Items items) {
        return switch (items) {
            case Items.Classified images -> {
                double[] right = new double[images.size()];
                for (int i = 0; i < right.length; i++) {
                    right[i] = images.right(i) ? 100 : 0;
                }
                yield Optional.of(new Units(right, images.labels(), images.identity()));
            }
            case Items.Episodes episodes ->
                Optional.of(new Units(episodes.accuracies(), new int[0], episodes.identity()));
            case Items.Marked _, Items.Subsets _ -> Optional.empty();
        };
    }

    /** Several seeds on the same units as one: the mean of each unit. */
    public static Units mean(List<Units> seeds) {
        Units first = seeds.getFirst();
        double[] mean = new double[first.values.length];
        for (Units seed : seeds) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += seed.values[i] / seeds.size();
            }
        }
        return new Units(mean, first.labels, first.identity);
    }

    /** Their score under {@code metric}, percent. */
    public double score(String metric) {
        RankColumn alone = metric.equals("mean-per-class")
                ? RankColumn.unitsByClass(new double[][] {values}, labels)
                : RankColumn.episodes(new double[][] {values});
        return alone.scores()[0];
    }

    /** Which images or episodes, in which order: units of equal identity may be drawn together. */
    public String identity() {
        return identity;
    }

    /** A copy of the values, percent. */
    public double[] values() {
        return values.clone();
    }

    /** A copy of the classes of the images; empty for episodes. */
    public int[] labels() {
        return labels.clone();
    }
}
