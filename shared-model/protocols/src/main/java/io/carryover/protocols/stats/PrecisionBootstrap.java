/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.Seeds;
import io.carryover.protocols.metric.ElevenPointPrecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Percentile bootstrap over images of the mean 11-point average precision. Sorting is done once; a draw is a weighting. */
public final class PrecisionBootstrap {
    private final int images;
    private final List<ElevenPointPrecision> classes = new ArrayList<>();
    private final List<int[]> rows = new ArrayList<>();

    /** For a split of so many images. */
    public PrecisionBootstrap(int images) {
        this.images = images;
    }

    /**
     * Adds a class.
     *
     * @param rows images that are scored for it (difficult ones may be left out)
     * @param scores of these images
     * @param positive whether the class is in them
     */
    public void add(int[] rows, double[] scores, boolean[] positive, ElevenPointPrecision.Style style) {
        classes.add(new ElevenPointPrecision(scores, positive, style));
        this.rows.add(rows.clone());
    }

    /** Mean over the classes that have a positive, percent. */
    public double value() {
        int[] once = new int[images];
        Arrays.fill(once, 1);
        return mean(once);
    }

    /** Average precision of the class added as number {@code c}, percent; NaN without a positive. */
    public double value(int c) {
        return 100 * classes.get(c).value();
    }

    /** The interval, percent. A draw in which a class has no positive takes the mean over the others. */
    public Interval interval(long seed) {
        return Intervals.percentile(draws(seed), "bootstrap-" + Intervals.DRAWS + "-seed-" + seed);
    }

    /**
     * The interval of the mean of {@code first} − the mean of {@code second}, all on the same images: a draw is the same for
     * all of them.
     *
     * @throws IllegalArgumentException where there are none, or other numbers of images
     */
    public static Interval difference(List<PrecisionBootstrap> first, List<PrecisionBootstrap> second, long seed) {
        long sizes = Stream.concat(first.stream(), second.stream())
                .mapToInt(one -> one.images)
                .distinct()
                .count();
        if (first.isEmpty() || second.isEmpty() || sizes != 1) {
            throw new IllegalArgumentException("not the same images");
        }
        double[] differences = new double[Intervals.DRAWS];
        for (PrecisionBootstrap one : first) {
            add(one.draws(seed), 1.0 / first.size(), differences);
        }
        for (PrecisionBootstrap one : second) {
            add(one.draws(seed), -1.0 / second.size(), differences);
        }
        return Intervals.percentile(differences, "paired-bootstrap-" + Intervals.DRAWS + "-seed-" + seed);
    }

    private static void add(double[] draws, double weight, double[] to) {
        for (int draw = 0; draw < to.length; draw++) {
            to[draw] += weight * draws[draw];
        }
    }

    private double[] draws(long seed) {
        double[] draws = new double[Intervals.DRAWS];
        for (int draw = 0; draw < draws.length; draw++) {
            draws[draw] = mean(weights(Seeds.stream(seed, draw)));
        }
        return draws;
    }

    private double mean(int[] weights) {
        double sum = 0;
        int counted = 0;
        for (int c = 0; c < classes.size(); c++) {
            int[] mine = rows.get(c);
            int[] weightsOfClass = new int[mine.length];
            for (int i = 0; i < mine.length; i++) {
                weightsOfClass[i] = weights[mine[i]];
            }
            double precision = classes.get(c).weighted(weightsOfClass);
            if (!Double.isNaN(precision)) {
                sum += precision;
                counted++;
            }
        }
        return 100 * sum / counted;
    }

    private int[] weights(RandomGenerator random) {
        int[] weights = new int[images];
        for (int i = 0; i < images; i++) {
            weights[random.nextInt(images)]++;
        }
        return weights;
    }
}
