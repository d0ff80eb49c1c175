/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Weights;
import io.carryover.gateway.core.WantedJob;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The jobs of a fine-tune: one for each point of the grid, and the one that chooses among them, which comes last. */
final class FineTunes {
    private FineTunes() {}

    /**
     * @param metric that scores it
     * @param seed of the backbone, one of {@link ReadyBackbone#seeds()}
     * @param device where it trains
     * @throws CarryoverException INVALID_REQUEST for a backbone without weights to train
     */
    static List<WantedJob> jobs(
            ReadyBackbone backbone,
            ReadyDataset dataset,
            TaskRequest.FineTune task,
            String metric,
            long seed,
            TenantId owner,
            DeviceClass device) {
        FineTuneSetup setup = setup(backbone, dataset, task, metric, seed, Variant.PYTORCH_CPU.on(device));
        List<WantedJob> points = task.grid().points().stream()
                .map(point -> new WantedJob(new JobSpec.FineTunePoint(setup, point), Optional.of(owner), device))
                .toList();
        List<JobKey> keys = points.stream().map(WantedJob::key).toList();
        var last = new WantedJob(new JobSpec.FineTune(keys, setup, task.seed()), Optional.of(owner), device);
        return Stream.concat(points.stream(), Stream.of(last)).toList();
    }

    private static FineTuneSetup setup(
            ReadyBackbone backbone,
            ReadyDataset dataset,
            TaskRequest.FineTune task,
            String metric,
            long seed,
            Variant variant) {
        return switch (backbone.source()) {
            case FeatureSource.Checkpoint c ->
                setup(
                        new Weights.Loaded(c.architecture(), c.tensors()),
                        c.normalisation(),
                        c.inputSize(),
                        dataset,
                        task,
                        metric,
                        variant);
            case FeatureSource.Random r ->
                setup(
                        new Weights.Random(r.architecture(), seed),
                        r.normalisation(),
                        r.inputSize(),
                        dataset,
                        task,
                        metric,
                        variant);
            case FeatureSource.Onnx _ ->
                throw refused(backbone, "is an ONNX file, which can't be trained: register its checkpoint");
            case FeatureSource.Pixels _ -> throw refused(backbone, "are pixels: they have no weights to train");
            case FeatureSource.Supplied _ -> throw refused(backbone, "are supplied features, without weights to train");
        };
    }

    private static FineTuneSetup setup(
            Weights weights,
            Normalisation normalisation,
            int side,
            ReadyDataset dataset,
            TaskRequest.FineTune task,
            String metric,
            Variant variant) {
        ProtocolId protocol = CellPlanner.protocol(task.protocol());
        return new FineTuneSetup(
                weights,
                normalisation,
                side,
                dataset.manifest(),
                protocol,
                metric,
                task.steps(),
                FineTuneSetup.BATCH,
                variant);
    }

    private static CarryoverException refused(ReadyBackbone backbone, String why) {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, "finetune: '%s' %s".formatted(backbone.name(), why));
    }
}
