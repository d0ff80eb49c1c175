/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * Confidence beside accuracy. The confidence of an image is the softmax of its largest logit; ties of logits go to the
 * first class.
 *
 * @param ece expected calibration error, percent: mean over images of |accuracy - mean confidence| of their bin
 * @param nll mean negative log-likelihood of the right class, nats
 * @param brier mean over images of the sum over classes of (probability - truth)², 0 to 2
 * @param accuracy percent
 * @param bins equal widths from 0 to 1
 */
public record Reliability(double ece, double nll, double brier, double accuracy, List<Bin> bins) {
    /**
     * Images whose confidence is above {@code lo} and at most {@code hi}: the rule of netcal's first code
     * (calibration/metrics/ECE.py of EFS-OpenSource/calibration-framework). Which version the study used isn't recorded.
     *
     * @param confidence mean, percent; 0 where there is no image
     * @param accuracy percent; 0 where there is no image
     */
    public record Bin(double lo, double hi, int images, double confidence, double accuracy) {}

    /**
     * Measures softmax(logits / temperature).
     *
     * @param bins how many, at least 1; the study has 15
     */
    public static Reliability of(LabelledLogits images, double temperature, int bins) {
        int[] count = new int[bins];
        int[] hits = new int[bins];
        double[] confidence = new double[bins];
        double nll = 0;
        double brier = 0;
        double[] p = new double[images.classes()];
        for (int i = 0; i < images.rows(); i++) {
            int label = images.label(i);
            nll -= images.softmax(i, 1 / temperature, p);
            int predicted = largest(p);
            for (int k = 0; k < p.length; k++) {
                double off = p[k] - (k == label ? 1 : 0);
                brier += off * off;
            }
            int bin = Math.clamp((int) Math.ceil(p[predicted] * bins) - 1, 0, bins - 1);
            count[bin]++;
            hits[bin] += predicted == label ? 1 : 0;
            confidence[bin] += p[predicted];
        }
        List<Bin> told = new ArrayList<>();
        double gaps = 0;
        int right = 0;
        for (int b = 0; b < bins; b++) {
            gaps += Math.abs(hits[b] - confidence[b]);
            right += hits[b];
            int n = Math.max(count[b], 1);
            told.add(new Bin(
                    (double) b / bins, (b + 1.0) / bins, count[b], 100 * confidence[b] / n, 100.0 * hits[b] / n));
        }
        int n = images.rows();
        return new Reliability(100 * gaps / n, nll / n, brier / n, 100.0 * right / n, List.copyOf(told));
    }

    private static int largest(double[] p) {
        int most = 0;
        for (int k = 1; k < p.length; k++) {
            if (p[k] > p[most]) {
                most = k;
            }
        }
        return most;
    }
}
