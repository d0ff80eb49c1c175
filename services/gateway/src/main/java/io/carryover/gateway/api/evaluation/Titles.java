/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.job.JobSpec;
import java.util.Map;

/** Tasks and jobs in words. */
final class Titles {
    private Titles() {}

    /** The text form of a task, as on the command line: {@code few-shot:digits:5w20s:converged}. */
    static String of(TaskRequest task) {
        String suffix = task.protocol().equals("study") ? "" : ":" + task.protocol();
        return switch (task) {
            case TaskRequest.Linear linear ->
                "linear:" + linear.dataset()
                        + (linear.metric().equals(TaskRequest.DATASETS_OWN) ? "" : ":" + linear.metric()) + suffix;
            case TaskRequest.FewShot fewShot ->
                "few-shot:%s:%dw%ds%s".formatted(fewShot.dataset(), fewShot.ways(), fewShot.shots(), suffix);
            case TaskRequest.Sleep _ -> "sleep";
        };
    }

    /**
     * What a job does, for one line of a progress display: {@code features digits/train}.
     *
     * @param datasets names by digest
     * @param fallback of the cell that the job belongs to
     */
    static String of(JobSpec spec, Map<String, String> datasets, String fallback) {
        return switch (spec) {
            case JobSpec.ExtractFeatures features ->
                "features %s/%s"
                        .formatted(
                                datasets.getOrDefault(
                                        features.dataset().hex(),
                                        features.dataset().brief()),
                                features.split());
            case JobSpec.LinearProbe _, JobSpec.FewShot _ -> fallback;
            case JobSpec.Sleep sleep -> "sleep " + sleep.name();
            case JobSpec.ImportCheckpoint _ -> "import of a checkpoint";
            case JobSpec.ImportOnnx _ -> "import of an ONNX file";
            case JobSpec.ImportDataset _ -> "import of a dataset";
            case JobSpec.ImportFeatures features -> "import of features " + features.split();
        };
    }
}
