/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.headtraining.Recipes;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.linear.ScoredLogits;

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

    private static void refuseAbsent(Labels labels, int classes, String where) {
        int[] absent = labels.absent(classes);
        if (absent.length > 0) {
            throw new CarryoverException(
                    ErrorCode.CLASS_ABSENT,
                    "class %d has no image in %s%s"
                            .formatted(
                                    absent[0],
                                    where,
                                    absent.length > 1 ? " (nor have %d others)".formatted(absent.length - 1) : ""));
        }
    }

    /** @throws CarryoverException UNKNOWN_VERSION for a protocol of another version */
    static ScoredLogits score(float[] logits, Labels labels, int classes, FineTuneSetup setup) {
        return new ScoredLogits(
                logits,
                labels,
                classes,
                Recipes.metric(setup.metric(), "finetune"),
                Recipes.protocol(setup.protocol(), "fine-tune"));
    }
}
