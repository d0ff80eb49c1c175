/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.metric;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Average precision as PASCAL VOC 2007 defines it: mean over the recalls 0, 0.1, … 1 of the highest precision at that recall
 * or beyond. A fraction, not percent.
 */
public final class ElevenPointPrecision {
    private ElevenPointPrecision() {}

    /** Which program's numbers. */
    public enum Style {
        /**
         * The study's code on scikit-learn's precision-recall curve: equal scores count as one point, thresholds are
         * numpy's (the one for 0.3 lies a hair above 0.3), and the curve's appended point (recall 0, precision 1) makes the
         * term for recall 0 always 1.
         */
        STUDY,
        /** The devkit: images one by one in descending order, equal scores in the order given. */
        DEVKIT
    }

    /**
     * The average precision of one class.
     *
     * @param scores higher is more certain, [N]
     * @param positive whether the class is there, [N]; at least one is true
     */
    public static double of(double[] scores, boolean[] positive, Style style) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i]).reversed())
                .mapToInt(i -> i)
                .toArray();
        int positives = 0;
        for (boolean p : positive) {
            positives += p ? 1 : 0;
        }
        double[] highest = new double[11];
        int found = 0;
        for (int i = 0; i < order.length; i++) {
            found += positive[order[i]] ? 1 : 0;
            boolean tied = style == Style.STUDY && i + 1 < order.length && scores[order[i]] == scores[order[i + 1]];
            if (tied) {
                continue;
            }
            double precision = (double) found / (i + 1);
            for (int t = 0; t < highest.length && reaches(found, positives, t, style); t++) {
                highest[t] = Math.max(highest[t], precision);
            }
        }
        if (style == Style.STUDY) {
            highest[0] = 1;
        }
        double sum = 0;
        for (double h : highest) {
            sum += h;
        }
        return sum / highest.length;
    }

    private static boolean reaches(int found, int positives, int t, Style style) {
        return switch (style) {
            case STUDY -> (double) found / positives >= (t == 10 ? 1.0 : t * 0.1);
            case DEVKIT -> 10L * found >= (long) t * positives;
        };
    }
}
