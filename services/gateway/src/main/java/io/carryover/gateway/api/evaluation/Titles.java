/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobSpec;
import java.math.BigDecimal;
import java.util.Map;

/** Tasks and jobs in words. */
final class Titles {
    private Titles() {}

    /** The text form of a task, as on the command line: {@code few-shot:digits:5w20s:converged}. */
    static String of(TaskRequest task) {
        return switch (task) {
            case TaskRequest.Linear linear ->
                "linear:" + linear.dataset() + metric(linear.metric()) + protocol(linear.protocol());
            case TaskRequest.FewShot fewShot ->
                "few-shot:%s:%dw%ds%s%s"
                        .formatted(
                                fewShot.dataset(),
                                fewShot.ways(),
                                fewShot.shots(),
                                fewShot.queries() == 15 ? "" : fewShot.queries() + "q",
                                protocol(fewShot.protocol()));
            case TaskRequest.Knn knn -> knn.cell() + ":" + knn.dataset();
            case TaskRequest.LabelEfficiency labels ->
                "label-efficiency:%s%s%s"
                        .formatted(
                                labels.dataset(),
                                labels.most() == TaskRequest.LabelEfficiency.MOST ? "" : ":" + labels.most(),
                                metric(labels.metric()));
            case TaskRequest.FineTune tune -> fineTune(tune) + protocol(tune.protocol());
            case TaskRequest.Sleep _ -> "sleep";
        };
    }

    private static String metric(String metric) {
        return metric.equals(TaskRequest.DATASETS_OWN) ? "" : ":" + metric;
    }

    private static String protocol(String protocol) {
        return protocol.equals("study") ? "" : ":" + protocol;
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
            case JobSpec.LinearProbe _,
                    JobSpec.FewShot _,
                    JobSpec.Knn _,
                    JobSpec.LabelEfficiency _,
                    JobSpec.FineTune _ -> fallback;
            case JobSpec.FineTunePoint(FineTuneSetup setup, FineTuneGrid.Point point) ->
                "finetune %s, rate %s, decay %s%s"
                        .formatted(
                                datasets.getOrDefault(
                                        setup.dataset().hex(), setup.dataset().brief()),
                                number(point.learningRate()),
                                number(point.weightDecay()),
                                point.augmented() ? "" : ", plain");
            case JobSpec.Sleep sleep -> "sleep " + sleep.name();
            case JobSpec.ImportCheckpoint _ -> "import of a checkpoint";
            case JobSpec.ImportOnnx _ -> "import of an ONNX file";
            case JobSpec.ImportDataset _ -> "import of a dataset";
            case JobSpec.ImportFeatures features -> "import of features " + features.split();
            case JobSpec.Analysis _ -> "correlations and ranking";
        };
    }

    private static String fineTune(TaskRequest.FineTune task) {
        return "finetune:" + task.dataset()
                + metric(task.metric())
                + (task.grid() == FineTuneGrid.usual(task.protocol())
                        ? ""
                        : ":" + task.grid().id())
                + (task.steps() == FineTuneSetup.STEPS ? "" : ":%dsteps".formatted(task.steps()))
                + (task.seed() == 0 ? "" : ":seed" + task.seed());
    }

    /** {@code 0.001} and {@code 1e-5}, without a tail of zeros. */
    private static String number(double value) {
        return value == 0 || value >= 1e-4
                ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
                : "%.0e".formatted(value).replace("e-0", "e-");
    }
}
