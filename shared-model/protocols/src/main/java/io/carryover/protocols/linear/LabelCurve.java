/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.SeedSummary;
import io.carryover.protocols.stats.StudentT;
import java.util.List;

/**
 * Accuracy against labels per class.
 *
 * @param points by labels per class, ascending
 * @param leftOut numbers of labels that were asked for and that the smallest class doesn't give
 * @param smallest images of the smallest class
 */
public record LabelCurve(List<Point> points, List<Integer> leftOut, int smallest) {
    /** Labels per class whose accuracy is the headline. */
    public static final int HEADLINE = 10;

    public LabelCurve {
        points = List.copyOf(points);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * One number of labels.
     *
     * @param values of each subset, percent
     * @param chosenC of each subset
     * @param predicted class of each test image by each subset's fit
     */
    public record Point(int labels, List<Double> values, List<Double> chosenC, List<int[]> predicted) {
        /** Mean and standard deviation of the sample of subsets, percent. */
        public SeedSummary summary() {
            return SeedSummary.of(
                    values.stream().mapToDouble(Double::doubleValue).toArray());
        }

        /** Of the mean over subsets by Student's t: the error of drawing labels, for these test images. */
        public Interval interval() {
            SeedSummary summary = summary();
            double half = StudentT.quantile975(summary.n() - 1) * summary.sd() / Math.sqrt(summary.n());
            return new Interval(summary.mean() - half, summary.mean() + half, "subsets");
        }
    }

    /** How many choices of C fell on the smallest or largest of the grid, of how many. */
    public int[] choicesAtEdge() {
        double[] grid = LinearProbe.grid();
        List<Double> chosen = points.stream()
                .filter(point -> point.labels() > 1)
                .flatMap(point -> point.chosenC().stream())
                .toList();
        long atEdge = chosen.stream()
                .filter(c -> c == grid[0] || c == grid[grid.length - 1])
                .count();
        return new int[] {Math.toIntExact(atEdge), chosen.size()};
    }

    /** The point with 10 labels per class, or the largest below where the data doesn't give so many. */
    public Point headline() {
        return points.stream()
                .filter(point -> point.labels() <= HEADLINE)
                .reduce((_, last) -> last)
                .orElse(points.getFirst());
    }
}
