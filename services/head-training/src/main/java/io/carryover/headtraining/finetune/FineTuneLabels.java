/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProtocol;
import io.carryover.protocols.linear.ScoredLogits;
import java.util.List;
import java.util.stream.IntStream;

/** What is asked of the labels of a fine-tune, and how its decision values are scored. */
final class FineTuneLabels {
    private FineTuneLabels() {}

    /**
     * A class without an image to learn from, or without one in test, can't be scored (docs/statistics.md).
     *
     * @throws CarryoverException CLASS_ABSENT naming the class
     */
    static void check(Labels train, Labels held, int classes, String scoredOn) {
        refuseAbsent(train, classes, "the images that are trained on");
        if (scoredOn.equals("test")) {
            refuseAbsent(held, classes, "test");
        }
    }

    /** Classes that the split lacks; their number is a warning where the split is val. */
    static List<Integer> absent(Labels labels, int classes) {
        return IntStream.range(0, classes)
                .filter(c -> !present(labels, c))
                .boxed()
                .toList();
    }

    private static void refuseAbsent(Labels labels, int classes, String where) {
        List<Integer> absent = absent(labels, classes);
        if (!absent.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.CLASS_ABSENT,
                    "class %d has no image in %s%s"
                            .formatted(
                                    absent.getFirst(),
                                    where,
                                    absent.size() > 1 ? " (nor have %d others)".formatted(absent.size() - 1) : ""));
        }
    }

    private static boolean present(Labels labels, int c) {
        return switch (labels) {
            case Labels.Single single -> IntStream.range(0, single.size()).anyMatch(i -> single.at(i) == c);
            case Labels.Multi multi ->
                IntStream.range(0, multi.size()).anyMatch(i -> multi.at(i, c) == Labels.Multi.PRESENT);
        };
    }

    /** @throws CarryoverException UNKNOWN_VERSION for a protocol of another version */
    static ScoredLogits score(float[] logits, Labels labels, int classes, FineTuneSetup setup) {
        return new ScoredLogits(logits, labels, classes, metric(setup.metric()), protocol(setup.protocol()));
    }

    private static LinearProtocol protocol(ProtocolId id) {
        if (id.equals(ProtocolId.STUDY)) {
            return LinearProtocol.STUDY;
        }
        if (id.equals(ProtocolId.CONVERGED)) {
            return LinearProtocol.CONVERGED;
        }
        throw new CarryoverException(ErrorCode.UNKNOWN_VERSION, "no fine-tune protocol " + id.id());
    }

    private static LinearMetric metric(String id) {
        return switch (id) {
            case "top1" -> LinearMetric.TOP1;
            case "mean-per-class" -> LinearMetric.MEAN_PER_CLASS;
            case "map11" -> LinearMetric.MAP11;
            default ->
                throw new CarryoverException(ErrorCode.UNKNOWN_TASK, "no metric '%s' for finetune".formatted(id));
        };
    }
}
