/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.job.FineTuneSetup;
import io.carryover.contracts.job.JobKeys;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.JobSpec.ExtractFeatures;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import io.carryover.gateway.core.WantedJob;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class CellPlannerTest {
    private static final Architecture TINY = new Architecture("resnet50", 8);
    private static final Sha256 TENSORS = new Sha256("ab".repeat(32));
    private static final Sha256 MANIFEST = new Sha256("dd".repeat(32));
    private static final TaskRequest LINEAR = TaskRequest.parse("linear:digits");

    private final CellPlanner planner = new CellPlanner(TenantId.LOCAL, Devices.CPU);

    @Test
    void anOnnxFilesFeaturesAreKeyedByItsDataAndItsValues() {
        var jobs = new HashSet<JobKey>();
        var digests = new HashSet<Sha256>();
        for (String data : List.of("a", "b")) {
            for (String output : List.of("cls", "map")) {
                for (String input : List.of("x", "y")) {
                    var weights = new Weights.Onnx(
                            Sha256.of("model"), new TreeMap<>(Map.of("w.bin", Sha256.of(data))), input, output);
                    var onnx = new ReadyBackbone(
                            "onnx", new FeatureSource.Onnx(weights, Sha256.of("file"), 64, Normalisation.IMAGENET));
                    assertThat(onnx.facts().tensors()).isEmpty();
                    digests.add(onnx.digest());
                    jobs.add(JobKeys.of(
                            Extractions.of(
                                    onnx.source(),
                                    Sha256.of("dataset"),
                                    "train",
                                    0,
                                    Preprocessing.MANY_SHOT,
                                    DeviceClass.CPU),
                            Optional.empty()));
                }
            }
        }
        assertThat(jobs).hasSize(8);
        assertThat(digests).hasSize(8);
    }

    @Test
    void networksGoWhereTheInstallationRunsThemAndNothingElseDoes() {
        var gpus = new CellPlanner(TenantId.LOCAL, new Devices(DeviceClass.CUDA, DeviceClass.CUDA));
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan linear = gpus.plan(checkpoint("byol", "01"), digits, LINEAR, 0);

        assertThat(linear.jobs())
                .extracting(job -> job.queue().id())
                .containsExactly("features.cuda", "features.cuda", "features.cuda", "heads.cpu");
        assertThat(linear.key().orElseThrow().variant().id()).isEqualTo("onnx-fp32-cuda");
        assertThat(gpus.plan(checkpoint("byol", "01"), digits, TaskRequest.parse("finetune:digits"), 0)
                        .jobs())
                .allSatisfy(job -> assertThat(job.queue().id()).isEqualTo("finetune.cuda"));
        assertThat(gpus.plan(new ReadyBackbone("pixels", new FeatureSource.Pixels(64)), digits, LINEAR, 0)
                        .jobs())
                .extracting(job -> job.queue().id())
                .containsOnly("features.cpu", "heads.cpu");
    }

    @Test
    void aJobOfAnotherDeviceIsAnotherJob() {
        var gpus = new CellPlanner(TenantId.LOCAL, new Devices(DeviceClass.CUDA, DeviceClass.CPU));
        ReadyDataset digits = digits("train", "val", "test");
        ReadyBackbone byol = checkpoint("byol", "01");

        assertThat(gpus.plan(byol, digits, LINEAR, 0).jobs().getFirst().key())
                .isNotEqualTo(
                        planner.plan(byol, digits, LINEAR, 0).jobs().getFirst().key());
    }

    @Test
    void linearReadsThreeSplitsAtTheManyShotTransform() {
        CellPlan plan = planner.plan(checkpoint("byol", "01"), digits("train", "val", "test"), LINEAR, 0);

        assertThat(plan.jobs())
                .extracting(WantedJob::spec)
                .startsWith(
                        features(
                                new Weights.Loaded(TINY, TENSORS),
                                "train",
                                "shorter-64-bicubic-crop-64",
                                Normalisation.NONE),
                        features(
                                new Weights.Loaded(TINY, TENSORS),
                                "val",
                                "shorter-64-bicubic-crop-64",
                                Normalisation.NONE),
                        features(
                                new Weights.Loaded(TINY, TENSORS),
                                "test",
                                "shorter-64-bicubic-crop-64",
                                Normalisation.NONE));
        List<JobKey> keys = plan.jobs().stream().map(WantedJob::key).toList();
        assertThat(plan.jobs().getLast().spec())
                .isEqualTo(new JobSpec.LinearProbe(
                        keys.get(0), keys.get(1), keys.get(2), ProtocolId.STUDY, "top1", Variant.HEADS_CPU));
        assertThat(plan.head()).isEqualTo(keys.get(3));
        assertThat(plan.features()).contains(keys.get(2));
        assertThat(plan.jobs()).allSatisfy(job -> assertThat(job.owner()).contains(TenantId.LOCAL));
        assertThat(plan.key()).hasValueSatisfying(key -> {
            assertThat(key.dataset()).isEqualTo(MANIFEST);
            assertThat(key.task()).isEqualTo("linear");
            assertThat(key.grid()).isEqualTo("full");
            assertThat(key.variant()).isEqualTo(Variant.ONNX_CPU);
            assertThat(key.seed()).isZero();
        });
    }

    @Test
    void fewShotPoolsAllSplitsAtTheTransformOfTheStudysCode() {
        CellPlan plan = planner.plan(
                checkpoint("byol", "01"),
                digits("train", "val", "test"),
                TaskRequest.parse("few-shot:digits:5w20s"),
                0);

        assertThat(plan.jobs())
                .extracting(WantedJob::spec)
                .filteredOn(ExtractFeatures.class::isInstance)
                .extracting(spec -> ((ExtractFeatures) spec).transform().value())
                .containsExactly("both-73-bilinear-crop-64", "both-73-bilinear-crop-64", "both-73-bilinear-crop-64");
        List<JobKey> keys = plan.jobs().stream().map(WantedJob::key).toList();
        assertThat(plan.jobs().getLast().spec())
                .isEqualTo(new JobSpec.FewShot(
                        keys.subList(0, 3), 5, 20, 15, 600, 0, ProtocolId.STUDY, Variant.HEADS_CPU));
        assertThat(plan.key().orElseThrow().task()).isEqualTo("few-shot-5w20s15q");
    }

    @Test
    void aFineTuneIsAJobForEachPointAndOneThatChoosesAmongThem() {
        ReadyBackbone backbone = checkpoint("byol", "01");
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan plan = planner.plan(backbone, digits, TaskRequest.parse("finetune:digits"), 0);

        assertThat(plan.jobs()).hasSize(21);
        List<JobSpec.FineTunePoint> points = plan.jobs().stream()
                .map(WantedJob::spec)
                .filter(JobSpec.FineTunePoint.class::isInstance)
                .map(JobSpec.FineTunePoint.class::cast)
                .toList();
        assertThat(points)
                .extracting(JobSpec.FineTunePoint::point)
                .startsWith(new FineTuneGrid.Point(0.1, 0, true), new FineTuneGrid.Point(0.1, 1e-6, true))
                .endsWith(new FineTuneGrid.Point(0.0001, 1e-3, true));
        assertThat(points.getFirst().setup())
                .isEqualTo(new FineTuneSetup(
                        new Weights.Loaded(TINY, TENSORS),
                        Normalisation.NONE,
                        64,
                        MANIFEST,
                        ProtocolId.STUDY,
                        "top1",
                        5000,
                        64,
                        Variant.PYTORCH_CPU));
        var last = (JobSpec.FineTune) plan.jobs().getLast().spec();
        assertThat(last.grid())
                .isEqualTo(
                        plan.jobs().subList(0, 20).stream().map(WantedJob::key).toList());
        assertThat(plan.head()).isEqualTo(plan.jobs().getLast().key());
        assertThat(plan.key().orElseThrow().grid()).isEqualTo("augmented-20");

        // Another seed repeats the last run alone; a shorter search shares nothing.
        CellPlan again = planner.plan(backbone, digits, TaskRequest.parse("finetune:digits:seed3"), 0);
        assertThat(again.jobs().subList(0, 20)).isEqualTo(plan.jobs().subList(0, 20));
        assertThat(again.head()).isNotEqualTo(plan.head());
        assertThat(again.key().orElseThrow().seed()).isEqualTo(3);
        CellPlan small = planner.plan(backbone, digits, TaskRequest.parse("finetune:digits:small:300steps"), 0);
        assertThat(small.jobs()).hasSize(5).doesNotContainAnyElementsOf(plan.jobs());
        assertThat(small.key().orElseThrow().grid()).isEqualTo("small-4-steps-300");
    }

    @Test
    void whatHasNoWeightsOfOursIsNotFineTuned() {
        TaskRequest task = TaskRequest.parse("finetune:digits");
        var pixels = new ReadyBackbone("pixels", new FeatureSource.Pixels(64));
        assertThatThrownBy(() -> planner.plan(pixels, digits("train", "val", "test"), task, 0))
                .hasMessage("finetune: 'pixels' are pixels: they have no weights to train");
        assertThatThrownBy(() -> planner.plan(checkpoint("byol", "01"), digits("train", "test"), task, 0))
                .hasMessageContaining("no split 'val'");
    }

    @Test
    void aTaskThatNamesNoMetricTakesTheDatasets() {
        CellPlan plan = planner.plan(checkpoint("byol", "01"), with("mean-per-class", false), LINEAR, 0);
        CellPlan asked = planner.plan(
                checkpoint("byol", "01"), with("mean-per-class", false), TaskRequest.parse("linear:digits:top1"), 0);

        assertThat(((JobSpec.LinearProbe) plan.jobs().getLast().spec()).metric())
                .isEqualTo("mean-per-class");
        assertThat(plan.key().orElseThrow().metric()).isEqualTo("mean-per-class");
        assertThat(((JobSpec.LinearProbe) asked.jobs().getLast().spec()).metric())
                .isEqualTo("top1");
    }

    @Test
    void severalClassesPerImageAreForLinearAndItsPrecisionAlone() {
        ReadyDataset voc = with("map11", true);
        ReadyBackbone byol = checkpoint("byol", "01");

        assertThat(((JobSpec.LinearProbe) planner.plan(byol, voc, LINEAR, 0)
                                .jobs()
                                .getLast()
                                .spec())
                        .metric())
                .isEqualTo("map11");
        refused(byol, voc, TaskRequest.parse("linear:digits:top1"), ErrorCode.INVALID_REQUEST)
                .withMessageContaining("'digits' has several, it is scored by map11");
        refused(byol, voc, TaskRequest.parse("few-shot:digits"), ErrorCode.INVALID_REQUEST)
                .withMessageContaining("few-shot needs one class per image: those of 'digits' may show several");
        refused(
                        byol,
                        digits("train", "val", "test"),
                        TaskRequest.parse("linear:digits:map11"),
                        ErrorCode.INVALID_REQUEST)
                .withMessageContaining("metric map11 needs several classes per image: 'digits' has one");
    }

    private static ReadyDataset with(String metric, boolean multiLabel) {
        ReadyDataset plain = digits("train", "val", "test");
        return new ReadyDataset(
                plain.name(),
                plain.manifest(),
                plain.classes(),
                plain.images(),
                plain.role(),
                plain.note(),
                plain.attribution(),
                0,
                Optional.of(new Traits("voc2007", metric, multiLabel, "as published", List.of())));
    }

    @Test
    void convergedFewShotSharesItsFeaturesWithLinear() {
        ReadyBackbone backbone = checkpoint("byol", "01");
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan linear = planner.plan(backbone, digits, LINEAR, 0);
        CellPlan fewShot = planner.plan(backbone, digits, TaskRequest.parse("few-shot:digits:5w5s:converged"), 0);

        assertThat(fewShot.jobs().subList(0, 3)).isEqualTo(linear.jobs().subList(0, 3));
        assertThat(fewShot.key().orElseThrow().protocol()).isEqualTo(ProtocolId.CONVERGED);
    }

    @Test
    void neighboursAreThoseOfTrainAtDinosTransform() {
        CellPlan plan =
                planner.plan(checkpoint("byol", "01"), digits("train", "test"), TaskRequest.parse("knn:digits"), 0);

        assertThat(plan.jobs())
                .extracting(WantedJob::spec)
                .filteredOn(ExtractFeatures.class::isInstance)
                .extracting(spec -> ((ExtractFeatures) spec).transform().value())
                .containsExactly("shorter-73-bicubic-crop-64", "shorter-73-bicubic-crop-64");
        List<JobKey> keys = plan.jobs().stream().map(WantedJob::key).toList();
        assertThat(plan.jobs().getLast().spec())
                .isEqualTo(new JobSpec.Knn(
                        keys.get(0), keys.get(1), List.of(10, 20, 100, 200), 0.07, ProtocolId.DINO, Variant.HEADS_CPU));
        assertThat(plan.key().orElseThrow().task()).isEqualTo("knn");
        assertThat(plan.key().orElseThrow().protocol()).isEqualTo(new ProtocolId("dino", 1));
    }

    @Test
    void neighboursOnTheStudysFeaturesShareThemWithLinear() {
        ReadyBackbone backbone = checkpoint("byol", "01");
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan linear = planner.plan(backbone, digits, LINEAR, 0);
        CellPlan knn = planner.plan(backbone, digits, TaskRequest.parse("knn-study:digits"), 0);

        assertThat(linear.jobs()).containsAll(knn.jobs().subList(0, 2));
        assertThat(knn.key().orElseThrow().task()).isEqualTo("knn-study");
    }

    @Test
    void labelEfficiencySharesItsFeaturesWithLinear() {
        ReadyBackbone backbone = checkpoint("byol", "01");
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan linear = planner.plan(backbone, digits, LINEAR, 0);
        CellPlan plan = planner.plan(backbone, digits, TaskRequest.parse("label-efficiency:digits"), 0);
        CellPlan few = planner.plan(backbone, digits, TaskRequest.parse("label-efficiency:digits:20"), 0);

        assertThat(plan.jobs().subList(0, 3)).isEqualTo(linear.jobs().subList(0, 3));
        List<JobKey> keys = plan.jobs().stream().map(WantedJob::key).toList();
        assertThat(plan.jobs().getLast().spec())
                .isEqualTo(new JobSpec.LabelEfficiency(
                        keys.get(0),
                        keys.get(1),
                        keys.get(2),
                        List.of(1, 2, 5, 10, 20, 50, 100),
                        10,
                        0,
                        ProtocolId.CONVERGED,
                        "top1",
                        Variant.HEADS_CPU));
        assertThat(plan.key().orElseThrow().grid()).isEqualTo("full");
        assertThat(few.jobs().getLast().spec())
                .isInstanceOfSatisfying(JobSpec.LabelEfficiency.class, spec -> assertThat(spec.labels())
                        .containsExactly(1, 2, 5, 10, 20));
        assertThat(few.key().orElseThrow().grid()).isEqualTo("labels-20");
    }

    @Test
    void fewShotNeedsNoParticularSplit() {
        CellPlan plan = planner.plan(checkpoint("byol", "01"), digits("test"), TaskRequest.parse("few-shot:digits"), 0);
        assertThat(plan.jobs()).hasSize(2);
    }

    @Test
    void equalTensorsUnderTwoNamesAreTheSameJobsAndOtherResults() {
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan one = planner.plan(checkpoint("mocov2", "01"), digits, LINEAR, 0);
        CellPlan two = planner.plan(checkpoint("pycontrast", "02"), digits, LINEAR, 0);

        assertThat(one.jobs()).isEqualTo(two.jobs());
        assertThat(one.key()).isNotEqualTo(two.key());
    }

    @Test
    void randomIsAnotherNetworkForEachSeedAndOneBackbone() {
        var random = new ReadyBackbone(
                "random", new FeatureSource.Random(TINY, List.of(0L, 1L, 2L), 64, Normalisation.IMAGENET, "gap"));
        ReadyDataset digits = digits("train", "val", "test");
        CellPlan zero = planner.plan(random, digits, LINEAR, 0);
        CellPlan two = planner.plan(random, digits, LINEAR, 2);

        assertThat(random.seeds()).containsExactly(0L, 1L, 2L);
        assertThat(two.jobs().getFirst().spec())
                .isEqualTo(features(
                        new Weights.Random(TINY, 2), "train", "shorter-64-bicubic-crop-64", Normalisation.IMAGENET));
        assertThat(zero.head()).isNotEqualTo(two.head());
        assertThat(zero.key().orElseThrow().backbone())
                .isEqualTo(two.key().orElseThrow().backbone());
        assertThat(two.key().orElseThrow().seed()).isEqualTo(2);
    }

    @Test
    void pixelsAreTheWholePictureInGreyForEveryTask() {
        var pixels = new ReadyBackbone("pixels", new FeatureSource.Pixels(64));
        ReadyDataset digits = digits("train", "val", "test");
        for (String task : List.of("linear:digits", "few-shot:digits", "few-shot:digits:5w5s:converged")) {
            assertThat(planner.plan(pixels, digits, TaskRequest.parse(task), 0)
                            .jobs()
                            .getFirst()
                            .spec())
                    .isInstanceOfSatisfying(ExtractFeatures.class, spec -> {
                        assertThat(spec.weights()).isEqualTo(new Weights.Pixels(64));
                        assertThat(spec.transform().value()).isEqualTo("both-64-bicubic-crop-64");
                        assertThat(spec.variant().id()).isEqualTo("none-fp32-cpu");
                    });
        }
    }

    @Test
    void suppliedFeaturesStandWhereExtractionsWould() {
        ReadyBackbone supplied = supplied("digits");
        CellPlan plan = planner.plan(supplied, digits("train", "val", "test"), LINEAR, 0);

        assertThat(plan.jobs()).singleElement().satisfies(job -> assertThat(
                        job.spec().inputs())
                .containsExactly(new JobKey("i-train"), new JobKey("i-val"), new JobKey("i-test")));
        assertThat(plan.features()).isEmpty();
        assertThat(supplied.facts().origin()).isEqualTo("features-supplied");
    }

    @Test
    void whatCannotBeComputedIsRefusedByName() {
        refused(supplied("letters"), digits("train", "val", "test"), LINEAR, ErrorCode.INVALID_FEATURES)
                .withMessage("features 'clip' were supplied for dataset 'letters', splits [test, train, val]: "
                        + "not for 'digits', split 'train'");
        refused(checkpoint("a", "01"), digits("train", "test"), LINEAR, ErrorCode.NOT_A_DATASET)
                .withMessage("dataset 'digits' has no split 'val', which this task needs");
        refused(
                        checkpoint("a", "01"),
                        digits("test"),
                        TaskRequest.parse("few-shot:digits:11w5s"),
                        ErrorCode.TOO_FEW_IMAGES)
                .withMessage("11 ways asked, dataset 'digits' has 10 classes");
        refused(
                        checkpoint("a", "01"),
                        digits("test"),
                        TaskRequest.parse("few-shot:digits:5w50s"),
                        ErrorCode.TOO_FEW_IMAGES)
                .withMessage(
                        "an episode of 5 ways, 50 shots and 15 queries needs 325 images, dataset 'digits' has 100");
    }

    @Test
    void otherEpisodesAreAnotherGrid() {
        var task = new TaskRequest.FewShot("digits", "study", 5, 5, 15, 100, 7);
        assertThat(planner.plan(checkpoint("a", "01"), digits("test"), task, 0)
                        .key()
                        .orElseThrow()
                        .grid())
                .isEqualTo("episodes-100-draw-7");
    }

    @Test
    void sleepIsAJobOfItsOwn() {
        CellPlan plan = CellPlanner.sleep(new EvaluationId("ev-1"), 3, new TaskRequest.Sleep("none", "study", 5, 20));
        assertThat(plan.jobs())
                .containsExactly(new WantedJob(new JobSpec.Sleep(Kind.HEADS, "ev-1-3", 5, 20), Optional.empty()));
        assertThat(plan.key()).isEmpty();
    }

    /** SHA-256 of the canonical JSON, computed outside Java; it changes only with a reason, as results are kept under it. */
    @Test
    void theDigestOfABackboneStands() {
        assertThat(checkpoint("byol", "01").digest().hex())
                .isEqualTo("5ff442634b6618381836062b04605659924184f537c63dd97cf5799815871db7");
        assertThat(new ReadyBackbone("pixels", new FeatureSource.Pixels(64))
                        .digest()
                        .hex())
                .isEqualTo("eeb6a8ef2c2542c5040eae91592b3391d1321bd2417eaf244f4b647bc5bf7de7");
    }

    private ThrowableAssertAlternative<CarryoverException> refused(
            ReadyBackbone backbone, ReadyDataset dataset, TaskRequest task, ErrorCode code) {
        return assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> planner.plan(backbone, dataset, task, 0))
                .matches(refusal -> refusal.code() == code);
    }

    private static JobSpec features(Weights weights, String split, String transform, Normalisation normalisation) {
        return new ExtractFeatures(
                weights, MANIFEST, split, new TransformId(transform), normalisation, Variant.ONNX_CPU);
    }

    private static ReadyBackbone checkpoint(String name, String file) {
        return new ReadyBackbone(
                name,
                new FeatureSource.Checkpoint(
                        TINY, new Sha256(file.repeat(32)), TENSORS, 64, Normalisation.NONE, "gap"));
    }

    private static ReadyBackbone supplied(String dataset) {
        var jobs = new TreeMap<String, JobKey>();
        var digests = new TreeMap<String, List<Sha256>>();
        for (String split : List.of("train", "val", "test")) {
            jobs.put(split, new JobKey("i-" + split));
            digests.put(split, List.of(TENSORS));
        }
        return new ReadyBackbone("clip", new FeatureSource.Supplied(dataset, "CLIP ViT-B/32", jobs, digests));
    }

    private static ReadyDataset digits(String... splits) {
        var images = new TreeMap<String, Integer>();
        for (String split : splits) {
            images.put(split, 100);
        }
        return new ReadyDataset(
                "digits",
                MANIFEST,
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                images,
                "target",
                "",
                Attribution.UNKNOWN,
                0);
    }
}
