/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import io.carryover.protocols.FeatureMatrix;

/** The prototypes of one episode. */
final class Centroids {
    private final FeatureMatrix features;
    private final Episode episode;
    private final double[][] means;

    Centroids(FeatureMatrix features, Episode episode) {
        this.features = features;
        this.episode = episode;
        means = new double[episode.ways()][features.dimension()];
        float[] row = new float[features.dimension()];
        for (int way = 0; way < means.length; way++) {
            int[] support = episode.support(way);
            for (int image : support) {
                features.copyRow(image, 0, row.length, row);
                add(means[way], row);
            }
            for (int j = 0; j < row.length; j++) {
                means[way][j] /= support.length;
            }
        }
    }

    /** Share of queries that lie nearest to their own class, percent. */
    double accuracy() {
        int right = 0;
        int asked = 0;
        float[] row = new float[features.dimension()];
        for (int way = 0; way < means.length; way++) {
            for (int image : episode.queries(way)) {
                features.copyRow(image, 0, row.length, row);
                right += nearest(row) == way ? 1 : 0;
                asked++;
            }
        }
        return 100.0 * right / asked;
    }

    private int nearest(float[] row) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int way = 0; way < means.length; way++) {
            double distance = distance(means[way], row);
            if (distance < least) {
                least = distance;
                best = way;
            }
        }
        return best;
    }

    private static void add(double[] sum, float[] row) {
        for (int j = 0; j < row.length; j++) {
            sum[j] += row[j];
        }
    }

    private static double distance(double[] mean, float[] row) {
        double even = 0;
        double odd = 0;
        int j = 0;
        for (; j + 1 < row.length; j += 2) {
            double a = row[j] - mean[j];
            double b = row[j + 1] - mean[j + 1];
            even = Math.fma(a, a, even);
            odd = Math.fma(b, b, odd);
        }
        if (j < row.length) {
            double a = row[j] - mean[j];
            even = Math.fma(a, a, even);
        }
        return even + odd;
    }
}
