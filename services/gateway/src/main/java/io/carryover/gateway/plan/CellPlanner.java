/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.ResultKey;
import io.carryover.gateway.core.WantedJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Plans one cell. The recipe is the study's: linear reads train, val and test at the many-shot transform (paper A.2); few-shot
 * pools all splits, at the few-shot transform of the study's code or, for {@code converged}, at the paper's (A.3). Beyond the
 * study: nearest neighbours of train at DINO's transform or the study's, and the linear probe on few labels.
 */
public final class CellPlanner {
    private static final List<String> SPLITS = List.of("train", "val", "test");
    /** Subsets that label efficiency draws for each number of labels. */
    private static final int SUBSETS = 10;

    private final TenantId tenant;
    private final Devices devices;

    /**
     * @param tenant whose checkpoints and datasets these are; its jobs are its own, since their inputs are private
     * @param devices where networks run
     */
    public CellPlanner(TenantId tenant, Devices devices) {
        this.tenant = tenant;
        this.devices = devices;
    }

    /**
     * The jobs of this cell.
     *
     * @param seed of the backbone, one of {@link ReadyBackbone#seeds()}
     * @throws CarryoverException where the cell can't be computed: a split that the dataset lacks (NOT_A_DATASET), more
     *     ways than classes (TOO_FEW_IMAGES), a metric or kind of task that the dataset's labels don't allow (INVALID_REQUEST), features supplied for another dataset (INVALID_FEATURES)
     */
    public CellPlan plan(ReadyBackbone backbone, ReadyDataset dataset, TaskRequest task, long seed) {
        return switch (task) {
            case TaskRequest.Linear linear -> linear(backbone, dataset, linear, seed);
            case TaskRequest.FewShot fewShot -> fewShot(backbone, dataset, fewShot, seed);
            case TaskRequest.FineTune tune -> fineTune(backbone, dataset, tune, seed);
            case TaskRequest.Knn knn -> knn(backbone, dataset, knn, seed);
            case TaskRequest.LabelEfficiency labels -> labelEfficiency(backbone, dataset, labels, seed);
            case TaskRequest.Sleep _ -> throw new IllegalArgumentException("sleep has no backbone: see sleep()");
        };
    }

    /** The job of a {@code sleep}: of its own for each evaluation, so that it runs each time. */
    public static CellPlan sleep(EvaluationId evaluation, int position, TaskRequest.Sleep task) {
        var job = new WantedJob(
                new JobSpec.Sleep(Kind.HEADS, evaluation + "-" + position, task.steps(), task.stepMillis()),
                Optional.empty());
        return new CellPlan(List.of(job), job.key(), Optional.empty(), Optional.empty());
    }

    private CellPlan linear(ReadyBackbone backbone, ReadyDataset dataset, TaskRequest.Linear task, long seed) {
        ProtocolId protocol = protocol(task.protocol());
        String metric = DatasetChecks.metric(dataset, task.metric());
        Map<String, Features> splits = features(backbone, dataset, seed, Preprocessing.MANY_SHOT, SPLITS);
        var head = mine(new JobSpec.LinearProbe(
                key(splits, "train"), key(splits, "val"), key(splits, "test"), protocol, metric, Variant.HEADS_CPU));
        return cell(splits, head, resultKey(backbone, dataset, task, metric, protocol, "full", seed));
    }

    private CellPlan fewShot(ReadyBackbone backbone, ReadyDataset dataset, TaskRequest.FewShot task, long seed) {
        DatasetChecks.refuseMultiLabel(dataset, "few-shot");
        DatasetChecks.refuseTooFew(dataset, task);
        ProtocolId protocol = protocol(task.protocol());
        List<String> pool = SPLITS.stream()
                .filter(split -> dataset.images().containsKey(split))
                .toList();
        Map<String, Features> splits = features(
                backbone,
                dataset,
                seed,
                protocol.equals(ProtocolId.STUDY) ? Preprocessing.FEW_SHOT_STUDY : Preprocessing.MANY_SHOT,
                pool);
        var head = mine(new JobSpec.FewShot(
                pool.stream().map(split -> key(splits, split)).toList(),
                task.ways(),
                task.shots(),
                task.queries(),
                task.episodes(),
                task.seed(),
                protocol,
                Variant.HEADS_CPU));
        String grid = task.episodes() == 600 && task.seed() == 0
                ? "full"
                : "episodes-%d-draw-%d".formatted(task.episodes(), task.seed());
        return cell(splits, head, resultKey(backbone, dataset, task, "top1", protocol, grid, seed));
    }

    private CellPlan fineTune(ReadyBackbone backbone, ReadyDataset dataset, TaskRequest.FineTune task, long seed) {
        DatasetChecks.requireSplits(dataset, SPLITS);
        if (backbone.seeds().size() > 1 && task.seed() != 0) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "finetune: '%s' brings seeds of its own: leave the task's out".formatted(backbone.name()));
        }
        String metric = DatasetChecks.metric(dataset, task.metric());
        List<WantedJob> jobs = FineTunes.jobs(backbone, dataset, task, metric, seed, tenant, devices.finetune());
        ResultKey key = resultKey(
                backbone,
                dataset,
                task,
                metric,
                protocol(task.protocol()),
                task.search(),
                backbone.seeds().size() > 1 ? seed : task.seed(),
                Variant.PYTORCH_CPU.on(devices.finetune()));
        return new CellPlan(jobs, jobs.getLast().key(), Optional.empty(), Optional.of(key));
    }

    private CellPlan knn(ReadyBackbone backbone, ReadyDataset dataset, TaskRequest.Knn task, long seed) {
        DatasetChecks.refuseMultiLabel(dataset, task.cell());
        Preprocessing preprocessing = task.features().equals("study") ? Preprocessing.MANY_SHOT : Preprocessing.DINO;
        Map<String, Features> splits = features(backbone, dataset, seed, preprocessing, List.of("train", "test"));
        var head = mine(new JobSpec.Knn(
                key(splits, "train"),
                key(splits, "test"),
                List.of(10, 20, 100, 200),
                0.07,
                ProtocolId.DINO,
                Variant.HEADS_CPU));
        return cell(splits, head, resultKey(backbone, dataset, task, "top1", ProtocolId.DINO, "full", seed));
    }

    private CellPlan labelEfficiency(
            ReadyBackbone backbone, ReadyDataset dataset, TaskRequest.LabelEfficiency task, long seed) {
        DatasetChecks.refuseMultiLabel(dataset, "label-efficiency");
        String metric = DatasetChecks.metric(dataset, task.metric());
        Map<String, Features> splits = features(backbone, dataset, seed, Preprocessing.MANY_SHOT, SPLITS);
        var head = mine(new JobSpec.LabelEfficiency(
                key(splits, "train"),
                key(splits, "val"),
                key(splits, "test"),
                labels(task.most()),
                SUBSETS,
                0,
                ProtocolId.CONVERGED,
                metric,
                Variant.HEADS_CPU));
        String grid = task.most() == TaskRequest.LabelEfficiency.MOST ? "full" : "labels-" + task.most();
        return cell(splits, head, resultKey(backbone, dataset, task, metric, ProtocolId.CONVERGED, grid, seed));
    }

    /** 1, 2, 5, 10, 20, 50, … up to {@code most}. */
    private static List<Integer> labels(int most) {
        return IntStream.iterate(1, decade -> decade <= most, decade -> decade * 10)
                .flatMap(decade -> IntStream.of(decade, 2 * decade, 5 * decade))
                .filter(labels -> labels <= most)
                .boxed()
                .toList();
    }

    private Map<String, Features> features(
            ReadyBackbone backbone, ReadyDataset dataset, long seed, Preprocessing preprocessing, List<String> splits) {
        DatasetChecks.requireSplits(dataset, splits);
        var found = new LinkedHashMap<String, Features>();
        for (String split : splits) {
            found.put(split, features(backbone, dataset, seed, preprocessing, split));
        }
        return found;
    }

    private Features features(
            ReadyBackbone backbone, ReadyDataset dataset, long seed, Preprocessing preprocessing, String split) {
        if (backbone.source() instanceof FeatureSource.Supplied supplied) {
            return supplied(backbone.name(), supplied, dataset.name(), split);
        }
        JobSpec.ExtractFeatures extraction =
                Extractions.of(backbone.source(), dataset.manifest(), split, seed, preprocessing, devices.features());
        var job = new WantedJob(
                extraction, Optional.of(tenant), extraction.variant().device());
        return new Features(job.key(), Optional.of(job));
    }

    private static Features supplied(String backbone, FeatureSource.Supplied supplied, String dataset, String split) {
        JobKey job = supplied.jobs().get(split);
        if (!supplied.dataset().equals(dataset) || job == null) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "features '%s' were supplied for dataset '%s', splits %s: not for '%s', split '%s'"
                            .formatted(
                                    backbone,
                                    supplied.dataset(),
                                    supplied.jobs().keySet(),
                                    dataset,
                                    split));
        }
        return new Features(job, Optional.empty());
    }

    private static CellPlan cell(Map<String, Features> splits, WantedJob head, ResultKey key) {
        var jobs = new ArrayList<WantedJob>();
        splits.values().forEach(features -> features.job().ifPresent(jobs::add));
        jobs.add(head);
        Features test = splits.values().stream().reduce((_, last) -> last).orElseThrow();
        return new CellPlan(jobs, head.key(), test.job().map(WantedJob::key), Optional.of(key));
    }

    private ResultKey resultKey(
            ReadyBackbone backbone,
            ReadyDataset dataset,
            TaskRequest task,
            String metric,
            ProtocolId protocol,
            String grid,
            long seed) {
        Variant variant = Extractions.variant(backbone.source(), devices.features());
        return resultKey(backbone, dataset, task, metric, protocol, grid, seed, variant);
    }

    private ResultKey resultKey(
            ReadyBackbone backbone,
            ReadyDataset dataset,
            TaskRequest task,
            String metric,
            ProtocolId protocol,
            String grid,
            long seed,
            Variant variant) {
        Sha256 identity = backbone.digest();
        return new ResultKey(tenant, identity, dataset.manifest(), task.cell(), metric, protocol, grid, seed, variant);
    }

    private WantedJob mine(JobSpec spec) {
        return new WantedJob(spec, Optional.of(tenant));
    }

    private static JobKey key(Map<String, Features> splits, String split) {
        Features features = splits.get(split);
        if (features == null) {
            throw new IllegalStateException("split not planned: " + split);
        }
        return features.key();
    }

    /**
     * The protocol of this name in its newest version.
     *
     * @throws CarryoverException INVALID_REQUEST for any other name
     */
    public static ProtocolId protocol(String name) {
        return switch (name) {
            case "study" -> ProtocolId.STUDY;
            case "converged" -> ProtocolId.CONVERGED;
            default ->
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "no protocol '%s': study or converged".formatted(name));
        };
    }

    /** Features of a split: their key, and the job that makes them unless a client did. */
    private record Features(JobKey key, Optional<WantedJob> job) {}
}
