/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;

/** What a dataset can't give to a task, known before anything is computed. */
final class DatasetChecks {
    private DatasetChecks() {}

    /**
     * The metric that is asked for, or else the dataset's own.
     *
     * @throws CarryoverException INVALID_REQUEST for one that its labels can't be scored by
     */
    static String metric(ReadyDataset dataset, String asked) {
        String metric = asked.equals(TaskRequest.DATASETS_OWN) ? dataset.metric() : asked;
        if (metric.equals("map11") != dataset.multiLabel()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    dataset.multiLabel()
                            ? "metric %s needs one class per image: '%s' has several, it is scored by map11"
                                    .formatted(metric, dataset.name())
                            : "metric map11 needs several classes per image: '%s' has one".formatted(dataset.name()));
        }
        return metric;
    }

    /** @throws CarryoverException INVALID_REQUEST where images have several classes: {@code task} can't tell them apart */
    static void refuseMultiLabel(ReadyDataset dataset, String task) {
        if (dataset.multiLabel()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%s needs one class per image: those of '%s' may show several".formatted(task, dataset.name()));
        }
    }

    /**
     * Counts of classes are known to the job alone; that there are too few classes, or images altogether, is known here.
     *
     * @throws CarryoverException TOO_FEW_IMAGES
     */
    static void refuseTooFew(ReadyDataset dataset, TaskRequest.FewShot task) {
        if (task.ways() > dataset.classes().size()) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    "%d ways asked, dataset '%s' has %d classes"
                            .formatted(
                                    task.ways(),
                                    dataset.name(),
                                    dataset.classes().size()));
        }
        long images = dataset.images().values().stream().mapToLong(n -> n).sum();
        long needed = (long) task.ways() * (task.shots() + task.queries());
        if (images < needed) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    "an episode of %d ways, %d shots and %d queries needs %d images, dataset '%s' has %d"
                            .formatted(task.ways(), task.shots(), task.queries(), needed, dataset.name(), images));
        }
    }

    /** @throws CarryoverException NOT_A_DATASET for a split that it lacks */
    static void requireSplits(ReadyDataset dataset, List<String> splits) {
        for (String split : splits) {
            if (!dataset.images().containsKey(split)) {
                throw new CarryoverException(
                        ErrorCode.NOT_A_DATASET,
                        "dataset '%s' has no split '%s', which this task needs".formatted(dataset.name(), split));
            }
        }
    }
}
