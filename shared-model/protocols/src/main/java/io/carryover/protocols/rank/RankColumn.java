/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One column of a board with what its numbers were made of: the same images or the same episodes for every backbone. Scores
 * are means over units, or means over classes of means over the class's units.
 */
public final class RankColumn {
    private final double[][] units;
    private final int[][] strata;

    private RankColumn(double[][] units, int[][] strata) {
        this.units = units;
        this.strata = strata;
    }

    /** Top-1: whether each image is right, [backbones][images]. */
    public static RankColumn images(boolean[][] right) {
        return episodes(numbers(right));
    }

    /** Mean per class: whether each image is right, [backbones][images], and the classes of the images. */
    public static RankColumn imagesByClass(boolean[][] right, int[] labels) {
        return unitsByClass(numbers(right), labels);
    }

    /** Mean per class of any score of each image in percent, such as its mean over seeds: [backbones][images]. */
    public static RankColumn unitsByClass(double[][] units, int[] labels) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[][] strata = new int[classes][];
        for (int c = 0; c < classes; c++) {
            int wanted = c;
            strata[c] = java.util.stream.IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == wanted)
                    .toArray();
        }
        return new RankColumn(
                units.clone(), Arrays.stream(strata).filter(s -> s.length > 0).toArray(int[][]::new));
    }

    /** Few-shot: the accuracy of each episode in percent, [backbones][episodes]. */
    public static RankColumn episodes(double[][] accuracies) {
        if (accuracies.length == 0 || Arrays.stream(accuracies).anyMatch(a -> a.length != accuracies[0].length)) {
            throw new IllegalArgumentException("every backbone needs the same units");
        }
        int[] all = java.util.stream.IntStream.range(0, accuracies[0].length).toArray();
        return new RankColumn(accuracies.clone(), new int[][] {all});
    }

    private static double[][] numbers(boolean[][] right) {
        double[][] numbers = new double[right.length][];
        for (int m = 0; m < right.length; m++) {
            numbers[m] = new double[right[m].length];
            for (int i = 0; i < right[m].length; i++) {
                numbers[m][i] = right[m][i] ? 100 : 0;
            }
        }
        return numbers;
    }

    /** Number of backbones. */
    public int backbones() {
        return units.length;
    }

    /** The scores themselves, percent. */
    public double[] scores() {
        return scores(strata);
    }

    /** Scores of a sample of the same size, drawn with replacement within each class, the same for all backbones. */
    double[] resampled(RandomGenerator random) {
        int[][] drawn = new int[strata.length][];
        for (int s = 0; s < strata.length; s++) {
            int[] from = strata[s];
            drawn[s] = new int[from.length];
            for (int i = 0; i < from.length; i++) {
                drawn[s][i] = from[random.nextInt(from.length)];
            }
        }
        return scores(drawn);
    }

    private double[] scores(int[][] chosen) {
        double[] scores = new double[units.length];
        for (int m = 0; m < units.length; m++) {
            double total = 0;
            for (int[] stratum : chosen) {
                double sum = 0;
                for (int i : stratum) {
                    sum += units[m][i];
                }
                total += sum / stratum.length;
            }
            scores[m] = total / chosen.length;
        }
        return scores;
    }
}
