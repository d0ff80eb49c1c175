/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.metric.Accuracy;
import io.carryover.protocols.metric.ElevenPointPrecision;
import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.Intervals;
import io.carryover.protocols.stats.PrecisionBootstrap;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The metric of one split. */
record SplitScorer(LinearMetric metric, LinearProtocol protocol, Labels labels, int classes) {
    SplitScorer {
        if ((metric == LinearMetric.MAP11) != labels instanceof Labels.Multi) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    metric == LinearMetric.MAP11
                            ? "metric map11 needs multi-label data [N,K]"
                            : "multi-label data is scored by map11 alone");
        }
    }

    /** Percent. */
    double value(Scores scores) {
        return switch (labels) {
            case Labels.Single single ->
                metric == LinearMetric.TOP1
                        ? Accuracy.top1(scores.right(single))
                        : Accuracy.meanPerClass(scores.right(single), single.toArray(), classes)
                                .value();
            case Labels.Multi multi ->
                100
                        * IntStream.range(0, classes)
                                .filter(this::present)
                                .mapToDouble(k -> averagePrecision(scores, multi, k))
                                .average()
                                .orElse(Double.NaN);
        };
    }

    private double averagePrecision(Scores scores, Labels.Multi multi, int k) {
        int[] used = scored(multi, k);
        return new ElevenPointPrecision(values(scores, used, k), marks(multi, used, k), style()).value();
    }

    /**
     * The 95 % interval: Wilson for top-1, else a bootstrap over images.
     *
     * @param seed of the bootstrap
     */
    Interval interval(Scores scores, long seed) {
        return switch (labels) {
            case Labels.Single single -> {
                boolean[] right = scores.right(single);
                yield metric == LinearMetric.TOP1
                        ? Intervals.wilson(
                                IntStream.range(0, right.length)
                                        .filter(i -> right[i])
                                        .count(),
                                right.length)
                        : Intervals.meanPerClass(right, single.toArray(), classes, seed);
            }
            case Labels.Multi multi -> {
                PrecisionBootstrap bootstrap = new PrecisionBootstrap(multi.size());
                for (int k = 0; k < classes; k++) {
                    int[] used = scored(multi, k);
                    bootstrap.add(used, values(scores, used, k), marks(multi, used, k), style());
                }
                yield bootstrap.interval(seed);
            }
        };
    }

    private ElevenPointPrecision.Style style() {
        return switch (protocol) {
            case STUDY -> ElevenPointPrecision.Style.STUDY;
            case CONVERGED -> ElevenPointPrecision.Style.DEVKIT;
        };
    }

    private int[] scored(Labels.Multi multi, int k) {
        return IntStream.range(0, multi.size())
                .filter(i -> protocol == LinearProtocol.STUDY || multi.at(i, k) != Labels.Multi.DIFFICULT)
                .toArray();
    }

    private static double[] values(Scores scores, int[] rows, int k) {
        return Arrays.stream(rows).mapToDouble(i -> scores.at(i, k)).toArray();
    }

    private static boolean[] marks(Labels.Multi multi, int[] rows, int k) {
        boolean[] marks = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            marks[i] = multi.at(rows[i], k) == Labels.Multi.PRESENT;
        }
        return marks;
    }

    /** Whether the class has an image here. */
    boolean present(int c) {
        return labels.shows(c);
    }

    /** The classes without an image here. */
    int[] absent() {
        return labels.absent(classes);
    }
}
