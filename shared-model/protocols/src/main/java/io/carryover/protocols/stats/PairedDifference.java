/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Mean difference of two backbones over the same units: the accuracies of the same episodes, or whether the same images are
 * right. What both find hard or easy drops out, so the interval is narrower than those of the two numbers suggest.
 *
 * @param n units
 * @param mean of first − second, in the unit of the values
 * @param interval mean ± 1.96·sd/√n, sd of the population, as the study has it for episodes (its A.3)
 * @param bootstrap percentiles of the mean over draws of units with repetition
 */
public record PairedDifference(int n, double mean, Interval interval, Interval bootstrap) {
    /**
     * Compares values unit by unit.
     *
     * @param seed of the bootstrap; part of its rule
     * @throws IllegalArgumentException where there are no units or not as many of the one as of the other
     */
    public static PairedDifference of(double[] first, double[] second, long seed) {
        double[] differences = differences(first, second);
        double mean = Intervals.mean(differences);
        double half = Intervals.halfWidth(differences);
        return new PairedDifference(
                differences.length,
                mean,
                new Interval(mean - half, mean + half, "paired"),
                bootstrap(differences, seed));
    }

    /**
     * Compares means over classes of the means of their images: draws keep every class's number of images, and the first
     * interval is 1.96 standard errors of such a mean.
     *
     * @param labels class of each image
     * @throws IllegalArgumentException where there are no images or not as many of the one as of the other
     */
    public static PairedDifference byClass(double[] first, double[] second, int[] labels, long seed) {
        double[] differences = differences(first, second);
        List<double[]> classes = classes(differences, labels);
        double mean = 0;
        double variance = 0;
        for (double[] of : classes) {
            double error = Intervals.halfWidth(of) / classes.size();
            mean += Intervals.mean(of) / classes.size();
            variance += error * error;
        }
        double half = Math.sqrt(variance);
        return new PairedDifference(
                differences.length,
                mean,
                new Interval(mean - half, mean + half, "paired-stratified"),
                stratified(classes, seed));
    }

    private static double[] differences(double[] first, double[] second) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("not the same units: " + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = first[i] - second[i];
        }
        return differences;
    }

    private static List<double[]> classes(double[] differences, int[] labels) {
        int[] images = new int[Arrays.stream(labels).max().orElse(-1) + 1];
        for (int label : labels) {
            images[label]++;
        }
        double[][] classes = new double[images.length][];
        for (int c = 0; c < images.length; c++) {
            classes[c] = new double[images[c]];
        }
        for (int i = 0; i < labels.length; i++) {
            classes[labels[i]][--images[labels[i]]] = differences[i];
        }
        return Arrays.stream(classes).filter(of -> of.length > 0).toList();
    }

    private static Interval stratified(List<double[]> classes, long seed) {
        double[] draws = new double[Intervals.DRAWS];
        for (int draw = 0; draw < draws.length; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            for (double[] of : classes) {
                double sum = 0;
                for (int i = 0; i < of.length; i++) {
                    sum += of[random.nextInt(of.length)];
                }
                draws[draw] += sum / of.length / classes.size();
            }
        }
        return Intervals.percentile(draws, "paired-bootstrap-stratified-" + Intervals.DRAWS + "-seed-" + seed);
    }

    private static Interval bootstrap(double[] differences, long seed) {
        double[] draws = new double[Intervals.DRAWS];
        for (int draw = 0; draw < draws.length; draw++) {
            RandomGenerator random = Seeds.stream(seed, draw);
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            draws[draw] = sum / differences.length;
        }
        return Intervals.percentile(draws, "paired-bootstrap-" + Intervals.DRAWS + "-seed-" + seed);
    }

    /** Whether zero lies outside the first interval. */
    public boolean differs() {
        return interval.lo() > 0 || interval.hi() < 0;
    }
}
