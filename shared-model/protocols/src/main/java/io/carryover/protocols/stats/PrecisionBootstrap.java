/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import io.carryover.protocols.Seeds;
import io.carryover.protocols.metric.ElevenPointPrecision;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

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

    /** The interval, percent. A draw in which a class has no positive takes the mean over the others. */
    public Interval interval(long seed) {
        double[] draws = new double[Intervals.DRAWS];
        for (int draw = 0; draw < draws.length; draw++) {
            int[] weights = weights(Seeds.stream(seed, draw));
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
            draws[draw] = 100 * sum / counted;
        }
        return Intervals.percentile(draws, "bootstrap-" + Intervals.DRAWS + "-seed-" + seed);
    }

    private int[] weights(RandomGenerator random) {
        int[] weights = new int[images];
        for (int i = 0; i < images; i++) {
            weights[random.nextInt(images)]++;
        }
        return weights;
    }
}
