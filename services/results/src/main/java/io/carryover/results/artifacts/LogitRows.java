/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import java.util.Optional;

/** What logits say of each image: its class, and how probable its true one was (softmax). */
final class LogitRows {
    private LogitRows() {}

    /**
     * @param logits [N,K] row after row; equal ones go to the lower class
     * @param labels [N]
     */
    static Items.Classified classified(float[] logits, int[] labels, String images) {
        int classes = logits.length / Math.max(1, labels.length);
        int[] predictions = new int[labels.length];
        double[] logProbabilities = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int row = i * classes;
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits[row + c] > logits[row + best]) {
                    best = c;
                }
            }
            predictions[i] = best;
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp((double) logits[row + c] - logits[row + best]);
            }
            logProbabilities[i] = (double) logits[row + labels[i]] - logits[row + best] - Math.log(sum);
        }
        return new Items.Classified(labels, predictions, Optional.of(logProbabilities), images);
    }
}
