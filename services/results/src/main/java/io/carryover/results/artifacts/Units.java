/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.id.Sha256;
import java.util.Arrays;
import java.util.List;

/**
 * What a score is the mean of: for each test image whether it was right (100 or 0), or the accuracy of each episode, in
 * percent.
 */
final class Units {
    private final double[] values;
    private final int[] labels;
    private final Sha256 identity;

    private Units(double[] values, int[] labels, Sha256 identity) {
        this.values = values;
        this.labels = labels;
        this.identity = identity;
    }

    /** Of episodes, drawn alike for every backbone of one column. */
    static Units ofEpisodes(double[] accuracies) {
        return new Units(accuracies.clone(), new int[0], Sha256.of("episodes " + accuracies.length));
    }

    /**
     * Of images.
     *
     * @param logits row-major [N,K]
     * @param labels [N]
     * @param images the ordered ids of the images, as their file states them
     */
    static Units ofImages(float[] logits, long[] labels, String images) {
        int classes = logits.length / Math.max(1, labels.length);
        long[] predictions = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[i * classes + c] > logits[i * classes + best]) {
                    best = c;
                }
            }
            predictions[i] = best;
        }
        return ofPredictions(predictions, labels, images);
    }

    /**
     * Of images.
     *
     * @param predictions [N]
     * @param labels [N]
     * @param images the ordered ids of the images, as their file states them
     */
    static Units ofPredictions(long[] predictions, long[] labels, String images) {
        double[] right = new double[labels.length];
        int[] classOf = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            classOf[i] = Math.toIntExact(labels[i]);
            right[i] = predictions[i] == labels[i] ? 100 : 0;
        }
        return new Units(right, classOf, Sha256.of(Arrays.toString(classOf) + images));
    }

    /** Several seeds on the same units as one: the mean of each unit. */
    static Units mean(List<Units> seeds) {
        Units first = seeds.getFirst();
        double[] mean = new double[first.values.length];
        for (Units seed : seeds) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += seed.values[i] / seeds.size();
            }
        }
        return new Units(mean, first.labels, first.identity);
    }

    /** Which images or episodes, in which order: units of equal identity may be drawn together. */
    Sha256 identity() {
        return identity;
    }

    /** A copy of the values, percent. */
    double[] values() {
        return values.clone();
    }

    /** A copy of the classes of the images; empty for episodes. */
    int[] labels() {
        return labels.clone();
    }
}
