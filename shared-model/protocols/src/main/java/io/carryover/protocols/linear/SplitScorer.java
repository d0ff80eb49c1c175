/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.metric.Accuracy;
import io.carryover.protocols.metric.ElevenPointPrecision;
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
        boolean study = protocol == LinearProtocol.STUDY;
        int[] used = IntStream.range(0, multi.size())
                .filter(i -> study || multi.at(i, k) != Labels.Multi.DIFFICULT)
                .toArray();
        boolean[] positive = new boolean[used.length];
        for (int i = 0; i < used.length; i++) {
            positive[i] = multi.at(used[i], k) == Labels.Multi.PRESENT;
        }
        return ElevenPointPrecision.of(
                Arrays.stream(used).mapToDouble(i -> scores.at(i, k)).toArray(),
                positive,
                study ? ElevenPointPrecision.Style.STUDY : ElevenPointPrecision.Style.DEVKIT);
    }

    /** Whether the class has an image here. */
    boolean present(int c) {
        return switch (labels) {
            case Labels.Single single -> IntStream.range(0, single.size()).anyMatch(i -> single.at(i) == c);
            case Labels.Multi multi ->
                IntStream.range(0, multi.size()).anyMatch(i -> multi.at(i, c) == Labels.Multi.PRESENT);
        };
    }

    /** The classes without an image here. */
    int[] absent() {
        return IntStream.range(0, classes).filter(c -> !present(c)).toArray();
    }
}
