/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Average precision as PASCAL VOC 2007 defines it: mean over the recalls 0, 0.1, … 1 of the highest precision at that recall
 * or beyond. A fraction, not percent.
 */
public final class ElevenPointPrecision {
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

    private static final int POINTS = 11;

    private final int[] order;
    private final boolean[] positive;
    private final boolean[] tied;
    private final Style style;

    /**
     * Sorts the images of one class.
     *
     * @param scores higher is more certain, [N]
     * @param positive whether the class is there, [N]
     */
    public ElevenPointPrecision(double[] scores, boolean[] positive, Style style) {
        this.style = style;
        order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> scores[i]).reversed())
                .mapToInt(i -> i)
                .toArray();
        this.positive = new boolean[order.length];
        tied = new boolean[order.length];
        for (int i = 0; i < order.length; i++) {
            this.positive[i] = positive[order[i]];
            tied[i] = style == Style.STUDY && i + 1 < order.length && scores[order[i]] == scores[order[i + 1]];
        }
    }

    /** The average precision; NaN without a positive. */
    public double value() {
        int[] once = new int[order.length];
        Arrays.fill(once, 1);
        return weighted(once);
    }

    /** The average precision of a sample in which each image stands {@code weights[i]} times; NaN without a positive. */
    public double weighted(int[] weights) {
        long positives = 0;
        for (int i = 0; i < order.length; i++) {
            positives += positive[i] ? weights[order[i]] : 0;
        }
        if (positives == 0) {
            return Double.NaN;
        }
        double[] highest = new double[POINTS];
        long found = 0;
        long seen = 0;
        for (int i = 0; i < order.length; i++) {
            int weight = weights[order[i]];
            seen += weight;
            found += positive[i] ? weight : 0;
            if (!tied[i] && seen > 0) {
                raise(highest, found, seen, positives);
            }
        }
        if (style == Style.STUDY) {
            highest[0] = 1;
        }
        return Arrays.stream(highest).sum() / POINTS;
    }

    private void raise(double[] highest, long found, long seen, long positives) {
        double precision = (double) found / seen;
        for (int t = 0; t < POINTS && reaches(found, positives, t); t++) {
            highest[t] = Math.max(highest[t], precision);
        }
    }

    private boolean reaches(long found, long positives, int t) {
        return switch (style) {
            case STUDY -> (double) found / positives >= (t == POINTS - 1 ? 1.0 : t * 0.1);
            case DEVKIT -> 10 * found >= t * positives;
        };
    }
}
