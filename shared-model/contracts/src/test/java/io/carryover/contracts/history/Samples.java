/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.history;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.contracts.vision.Padding;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the golden files under {@code history/} say, as values. Files and values are added, never changed. */
final class Samples {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final JobKey JOB = new JobKey("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    private static final JobKey INPUT = new JobKey("feedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedfacefeedface");
    private static final AttemptId ATTEMPT = new AttemptId("a-1");
    private static final WorkerId WORKER = new WorkerId("worker-1");
    private static final Queue FEATURES = Queue.parse("features.cpu");
    private static final WorkerEvent.Attempt WHO =
            new WorkerEvent.Attempt(JOB, 2, new DispatchId("d-1"), ATTEMPT, WORKER);
    private static final Architecture RESNET = new Architecture("resnet50", 8);
    private static final SortedMap<String, Sha256> DATA = new TreeMap<>(Map.of("weights.bin", Sha256.of("data")));
    private static final Weights ONNX = new Weights.Onnx(Sha256.of("model"), DATA, "pixels", "cls");
    private static final ArtifactRef SHARD = new ArtifactRef(Sha256.of("shard"), 4096, ArtifactRef.SAFETENSORS);
    private static final Provenance PROVENANCE =
            new Provenance(Variant.ONNX_CPU, 2, "0.1.0", WORKER, "host-1", AT, Duration.ofMillis(1500));
    private static final Score SCORE =
            new Score("top1", 93.25, "percent", true, 400, new Interval(90.5, 95.25, "wilson"), List.of(0L));
    private static final Attribution ATTRIBUTION = new Attribution("CC0", "the demo", "none", true);

    private static final Traits TRAITS =
            new Traits("voc2007", "map11", true, "official", List.of("val lacks 1 of 20 classes"));

    private Samples() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        specs().forEach((name, spec) -> all.put("job-message/v1-" + name, message(spec)));
        all.put("job-message/v1-again", again());
        outputs().forEach((name, output) -> all.put("outcome/v1-" + name, outcome(output)));
        events().forEach((name, event) -> all.put("worker-event/v1-" + name, event));
        var told = new TreeSet<>(List.of(new AttemptId("a-2"), ATTEMPT));
        all.put("control-state/v1-nothing", new ControlState(1, JOB, 0, new TreeSet<>()));
        all.put("control-state/v1-stopped", new ControlState(1, JOB, 2, told));
        all.put("result-record/v1-linear", result(Optional.ofNullable(outputs().get("linear-scored"))));
        all.put("result-record/v1-withdrawn", result(Optional.empty()));
        all.put("imported-table/v1-published", table("study", 3, "published", Optional.of(columns())));
        all.put("imported-table/v1-withdrawn", table("mine", 4, "imported", Optional.empty()));
        all.put("dataset-manifest/v1-idx", manifest());
        all.put("dataset-manifest/v1-multi-label", multiLabel());
        return all;
    }

    static Map<String, JobSpec> specs() {
        var loaded = new Weights.Loaded(RESNET, Sha256.of("tensors"));
        var all = new LinkedHashMap<String, JobSpec>();
        all.put("sleep", new JobSpec.Sleep(Kind.HEADS, "nap", 3, 10));
        all.put(
                "import-checkpoint",
                new JobSpec.ImportCheckpoint(
                        new Source.LocalPath("/data/moco.pth.tar", "r-1"), "auto", Optional.empty()));
        all.put(
                "import-checkpoint-architecture",
                new JobSpec.ImportCheckpoint(
                        new Source.LocalPath("/data/moco.pth.tar", "r-1"), "auto", Optional.of("resnet18w64")));
        all.put(
                "import-checkpoint-parts",
                new JobSpec.ImportCheckpoint(
                        new Source.Uploads(
                                List.of(
                                        new Source.UploadedFile("uploads/u-3", "model.index"),
                                        new Source.UploadedFile("uploads/u-4", "model.data-00000-of-00001")),
                                "r-4"),
                        "auto",
                        Optional.of("resnet50")));
        all.put(
                "import-onnx",
                new JobSpec.ImportOnnx(
                        new Source.LocalPath("/data/dino.onnx", "r-5"), Optional.empty(), Optional.empty(), 224));
        all.put(
                "import-onnx-chosen",
                new JobSpec.ImportOnnx(
                        new Source.Upload("uploads/u-5", "dino.onnx", "r-5"),
                        Optional.of("pixels"),
                        Optional.of("cls"),
                        64));
        all.put(
                "import-dataset",
                new JobSpec.ImportDataset(new Source.Upload("uploads/u-1", "flowers.tar", "r-2"), "folder"));
        all.put(
                "import-dataset-skipping",
                new JobSpec.ImportDataset(new Source.Upload("uploads/u-1", "flowers.tar", "r-2"), "csv", true));
        all.put(
                "import-features",
                new JobSpec.ImportFeatures(
                        new Source.Upload("uploads/u-2", "train.npy", "r-3"),
                        Sha256.of("dataset"),
                        "train",
                        "dino-v2"));
        all.put("features", features(loaded, TransformId.manyShot(224)));
        all.put("features-random", features(new Weights.Random(RESNET, 7), TransformId.fewShotStudy(224)));
        all.put(
                "features-same",
                features(
                        new Weights.Loaded(RESNET.with(Padding.SAME), Sha256.of("tensors")),
                        TransformId.manyShot(224)));
        all.put("features-onnx", features(ONNX, TransformId.manyShot(224)));
        all.put("features-pixels", features(new Weights.Pixels(28), TransformId.pixels(28)));
        all.put(
                "linear",
                new JobSpec.LinearProbe(INPUT, INPUT, JOB, ProtocolId.CONVERGED, "mean-per-class", Variant.HEADS_CPU));
        all.put(
                "few-shot",
                new JobSpec.FewShot(List.of(INPUT, JOB), 5, 20, 15, 600, 42, ProtocolId.STUDY, Variant.HEADS_CPU));
        all.put("knn", new JobSpec.Knn(INPUT, JOB, List.of(10, 20), 0.07, ProtocolId.DINO, Variant.HEADS_CPU));
        all.put(
                "label-efficiency",
                new JobSpec.LabelEfficiency(
                        INPUT, INPUT, JOB, List.of(1, 10), 10, 3, ProtocolId.CONVERGED, "top1", Variant.HEADS_CPU));
        var setup = new FineTuneSetup(
                loaded,
                Normalisation.IMAGENET,
                224,
                Sha256.of("dataset"),
                ProtocolId.STUDY,
                "mean-per-class",
                5000,
                64,
                Variant.PYTORCH_CPU);
        all.put("finetune-point", new JobSpec.FineTunePoint(setup, new FineTuneGrid.Point(0.01, 1e-6, true)));
        all.put("finetune", new JobSpec.FineTune(List.of(INPUT, JOB), setup, 2));
        all.put(
                "analysis",
                new JobSpec.Analysis(
                        Sha256.of("scores"), "linear:imagenet:top1:study/1", Optional.of("study/1"), 10_000, 1));
        all.put(
                "analysis-published",
                new JobSpec.Analysis(
                        Sha256.of("scores"), "linear:imagenet:top1:published", Optional.empty(), 10_000, 0));
        return all;
    }

    static Map<String, StepOutput> outputs() {
        var images = new TreeMap<>(Map.of("train", 100, "val", 20, "test", 30));
        var report = new CheckpointReport(
                Sha256.of("file"),
                Sha256.of("tensors"),
                "zip",
                "moco",
                RESNET,
                370_000,
                161,
                List.of("queue"),
                List.of(),
                List.of("argparse.Namespace"),
                1_500_000);
        var all = new LinkedHashMap<String, StepOutput>();
        all.put("slept", new StepOutput.Slept(3, 1));
        all.put("checkpoint-imported", new StepOutput.CheckpointImported(report));
        all.put(
                "onnx-imported",
                new StepOutput.OnnxImported(new OnnxReport(
                        Sha256.of("model"), Sha256.of("both"), DATA, "pixels", "cls", 384, 150, 86_000_000)));
        all.put(
                "dataset-imported",
                new StepOutput.DatasetImported(Sha256.of("manifest"), List.of("cat", "dog"), images));
        all.put(
                "dataset-imported-skipping",
                new StepOutput.DatasetImported(Sha256.of("manifest"), List.of("cat", "dog"), images, 3));
        all.put(
                "dataset-imported-official",
                new StepOutput.DatasetImported(
                        Sha256.of("manifest"),
                        List.of("cat", "dog"),
                        images,
                        0,
                        Optional.of(TRAITS),
                        Optional.of(ATTRIBUTION)));
        all.put("features-ready", new StepOutput.FeaturesReady(100, 256, 2, List.of(SHARD), 812.5));
        all.put(
                "linear-scored",
                new StepOutput.LinearScored(
                        SCORE,
                        0.5,
                        List.of(new StepOutput.SweepPoint(0.5, 91.75, 12.25, 40)),
                        List.of("bestC at the edge of the grid")));
        all.put("few-shot-scored", new StepOutput.FewShotScored(SCORE, 600, List.of()));
        all.put(
                "linear-scored-calibrated",
                new StepOutput.LinearScored(
                        SCORE,
                        0.5,
                        List.of(new StepOutput.SweepPoint(0.5, 91.75, 12.25, 40)),
                        List.of(),
                        Optional.of(new StepOutput.Calibration(
                                2.5,
                                0.25,
                                0.125,
                                List.of(new StepOutput.ReliabilityBin(0, 0.5, 3, 40.5, 33.5)),
                                Optional.of(
                                        new StepOutput.ScaledCalibration(List.of(1.5, 1.25), 1.5, 0.2, 0.1, true))))));
        all.put(
                "knn-scored",
                new StepOutput.KnnScored(
                        SCORE,
                        0.07,
                        List.of(new StepOutput.KnnValue(20, 93.25, new Interval(90.5, 95.25, "wilson"))),
                        List.of("k 100 left out")));
        all.put(
                "label-efficiency-scored",
                new StepOutput.LabelEfficiencyScored(
                        SCORE,
                        List.of(new StepOutput.LabelPoint(10, 80.5, 1.5, List.of(79.5, 81.5), List.of(1.0, 0.5))),
                        List.of()));
        var best = new StepOutput.GridPoint(0.01, 1e-6, true, 91.25, false);
        var lost = new StepOutput.GridPoint(0.1, 0, false, 0, true);
        all.put("finetune-point-scored", new StepOutput.FineTunePointScored(lost, List.of("diverged at step 12")));
        all.put("finetuned", new StepOutput.FineTuned(SCORE, best, List.of(lost, best), List.of(), Optional.empty()));
        all.put(
                "analysed",
                new StepOutput.Analysed(
                        14,
                        80,
                        Optional.of(new StepOutput.Strongest(
                                "linear:cifar10:top1:study/1", -0.75, new Interval(-0.9, -0.5, "fisher-z"))),
                        List.of("linear", "few-shot"),
                        List.of("normals: too few to rank")));
        return all;
    }

    static Map<String, WorkerEvent> events() {
        var all = new LinkedHashMap<String, WorkerEvent>();
        all.put("started", new WorkerEvent.Started(1, WHO, 2));
        all.put("heartbeat", new WorkerEvent.Heartbeat(1, WHO, new WorkerEvent.Progress(64, 100, "images", 12.5)));
        all.put("succeeded", new WorkerEvent.Succeeded(1, WHO, new AttemptId("a-0")));
        all.put(
                "attempt-failed",
                new WorkerEvent.AttemptFailed(1, WHO, ErrorCode.OUT_OF_MEMORY, "no memory", Optional.of("blobs/x")));
        all.put("handed-back", new WorkerEvent.HandedBack(1, WHO, 12, Optional.of("checkpoints/x")));
        all.put("handed-back-unbegun", WorkerEvent.HandedBack.unbegun(WHO, WorkerEvent.HandedBack.AVOIDED));
        all.put("stalled", new WorkerEvent.Stalled(1, WHO, "main: native"));
        all.put("stopped", new WorkerEvent.Stopped(1, WHO));
        all.put(
                "announced",
                new WorkerEvent.Announced(
                        1,
                        WORKER,
                        List.of(FEATURES),
                        new TreeMap<>(Map.of("features.cpu", 1)),
                        "2 cores",
                        "unready",
                        Optional.of("QUEUE_NOT_CONFIGURED"),
                        "0.1.0"));
        all.put("left", new WorkerEvent.Left(1, WORKER));
        return all;
    }

    private static JobSpec features(Weights weights, TransformId transform) {
        return new JobSpec.ExtractFeatures(
                weights, Sha256.of("dataset"), "train", transform, Normalisation.IMAGENET, Variant.ONNX_CPU);
    }

    private static JobMessage message(JobSpec spec) {
        return new JobMessage(
                1,
                JOB,
                1,
                new DispatchId("d-1"),
                TenantId.LOCAL,
                FEATURES,
                spec,
                new EvaluationId("e-1"),
                AT,
                Optional.empty(),
                OptionalInt.empty());
    }

    private static JobMessage again() {
        return new JobMessage(
                1,
                JOB,
                3,
                new DispatchId("d-2"),
                new TenantId("lab"),
                FEATURES,
                features(new Weights.Random(RESNET, 7), TransformId.manyShot(224)),
                new EvaluationId("e-1"),
                AT,
                Optional.of(WORKER),
                OptionalInt.of(16));
    }

    private static Outcome outcome(StepOutput output) {
        return new Outcome(1, JOB, 1, ATTEMPT, "step", 1, output, artifacts(), PROVENANCE);
    }

    private static SortedMap<String, ArtifactRef> artifacts() {
        return new TreeMap<>(Map.of("features", SHARD));
    }

    private static ResultRecord result(Optional<StepOutput> output) {
        var key = new ResultKey(
                TenantId.LOCAL,
                Sha256.of("backbone"),
                Sha256.of("dataset"),
                "linear",
                "top1",
                ProtocolId.STUDY,
                "full",
                0,
                Variant.ONNX_CPU);
        return new ResultRecord(
                1,
                key,
                output.isPresent() ? 0 : 1,
                new ResultRecord.BackboneFacts(
                        "moco",
                        "checkpoint",
                        "moco",
                        Optional.of(Sha256.of("tensors")),
                        Optional.empty(),
                        "224, imagenet"),
                new ResultRecord.DatasetFacts("digits", "target", "unseen", ATTRIBUTION),
                JOB,
                output,
                artifacts(),
                PROVENANCE,
                output.map(_ -> PROVENANCE),
                AT);
    }

    private static ImportedTable table(
            String name, int revision, String origin, Optional<List<ImportedTable.Column>> columns) {
        return new ImportedTable(
                1, TenantId.LOCAL, name, revision, origin, "a paper", "the paper", "facts", columns, AT);
    }

    private static List<ImportedTable.Column> columns() {
        var episodes =
                new ImportedTable.Cell("moco", 0, 70.25, 2, 0, Optional.of(new ImportedTable.Ends(69.75, 70.75)));
        var images = new ImportedTable.Cell("moco", 0, 60.5, 1, 50_000, Optional.empty());
        return List.of(
                new ImportedTable.Column(
                        "few-shot-5w5s15q",
                        "pets",
                        "accuracy",
                        "published",
                        "percent",
                        true,
                        false,
                        "target",
                        "published",
                        List.of(episodes)),
                new ImportedTable.Column(
                        "linear",
                        "imagenet",
                        "top1",
                        "published",
                        "percent",
                        true,
                        true,
                        "source",
                        "reported by authors",
                        List.of(images)));
    }

    private static DatasetManifest manifest() {
        var split = new DatasetManifest.Split(100, "idx", List.of(SHARD), SHARD);
        return new DatasetManifest(
                1, List.of("cat", "dog"), new TreeMap<>(Map.of("train", split, "test", split)), ATTRIBUTION);
    }

    private static DatasetManifest multiLabel() {
        var split = new DatasetManifest.Split(100, "tar", List.of(SHARD), SHARD);
        return new DatasetManifest(
                1, List.of("cat", "dog"), new TreeMap<>(Map.of("train", split)), ATTRIBUTION, Optional.of(TRAITS));
    }
}
