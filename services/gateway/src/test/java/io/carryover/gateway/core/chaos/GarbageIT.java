/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.job.Source;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.core.garbage.Garbage;
import io.carryover.gateway.core.garbage.GarbageReport;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Garbage, and objects that are lost: the store is a real one, the passes are days ahead of its clock. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class GarbageIT extends Scene {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    JobTable table;

    @Inject
    ObjectStore store;

    @Inject
    Garbage garbage;

    private Optional<Puppet> puppet = Optional.empty();
    private final EvaluationId keeps = evaluation();
    private final EvaluationId drops = evaluation();

    @BeforeEach
    void takeThePuppet() {
        puppet = Optional.of(new Puppet(table, store));
    }

    @AfterEach
    void putThePuppetAway() {
        jobs.unwant(keeps);
        jobs.unwant(drops);
        puppet.ifPresent(Puppet::close);
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private ArtifactRef blob(String text) {
        return new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")))
                .put((text + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8), ArtifactRef.TEXT);
    }

    private boolean isThere(ArtifactRef blob) {
        return isThere("blobs/" + blob.sha256().hex());
    }

    private boolean isThere(String key) {
        return store.stat(key).isPresent();
    }

    private static String outcome(JobKey job) {
        return "jobs/" + job + "/outcome.json";
    }

    private JobKey wish(EvaluationId evaluation, JobSpec spec) {
        return jobs.want(TenantId.LOCAL, evaluation, new WantedJob(spec, Optional.empty(), DeviceClass.CUDA))
                .key();
    }

    private static JobSpec features(EvaluationId evaluation, String name) {
        return new JobSpec.Sleep(Kind.FEATURES, evaluation + name, 1, 1);
    }

    private JobKey succeeded(EvaluationId evaluation, String name, ArtifactRef shard) {
        JobKey job = wish(evaluation, features(evaluation, name));
        puppet.orElseThrow().succeed(puppet.orElseThrow().start(job), List.of(shard));
        awaitStatus(job, JobStatus.SUCCEEDED, PATIENCE);
        return job;
    }

    @Test
    void whatNobodyNeedsIsMarkedThenDeletedAndMadeAgainWhenItIsWantedAgain() {
        ArtifactRef kept = blob("kept");
        ArtifactRef dropped = blob("dropped");
        ArtifactRef orphan = blob("orphan");
        JobKey keptJob = succeeded(keeps, "kept", kept);
        JobKey droppedJob = succeeded(drops, "dropped", dropped);
        jobs.unwant(drops);
        store.put("checkpoints/" + keptJob + "/a/000000000001/manifest.json", new byte[1], ArtifactRef.JSON);
        store.put("quarantine/blobs/old", new byte[1], ArtifactRef.OCTETS);
        store.put("somebody-elses", new byte[1], ArtifactRef.OCTETS);

        assertThat(garbage.collect(inDays(6)).marked()).isZero();
        GarbageReport marking = garbage.collect(inDays(8));
        assertThat(marking.deleted()).isZero();
        assertThat(marking.marked()).isGreaterThanOrEqualTo(4);
        assertThat(isThere(orphan) && isThere(outcome(droppedJob))).isTrue();

        GarbageReport looked = garbage.look(inDays(9));
        assertThat(looked.deleted()).isEqualTo(marking.marked());
        assertThat(isThere(orphan) && isThere(outcome(droppedJob))).isTrue();

        GarbageReport deleting = garbage.collect(inDays(9));
        assertThat(deleting.deleted()).isEqualTo(looked.deleted());
        assertThat(isThere(orphan)).isFalse();
        assertThat(isThere(outcome(droppedJob))).isFalse();
        assertThat(isThere("checkpoints/" + keptJob + "/a/000000000001/manifest.json"))
                .isFalse();
        assertThat(isThere("quarantine/blobs/old")).isFalse();
        assertThat(isThere("somebody-elses")).isTrue();
        assertThat(isThere(kept) && isThere(outcome(keptJob))).isTrue();
        assertThat(isThere(dropped)).as("an outcome named it a moment ago").isTrue();
        assertThat(status(droppedJob)).isEqualTo(JobStatus.CANCELLED);
        assertThat(story(droppedJob)).contains("collected");

        garbage.collect(inDays(10));
        garbage.collect(inDays(11));
        assertThat(isThere(dropped)).isFalse();
        assertThat(isThere(kept)).isTrue();

        ArtifactRef again = blob("again");
        assertThat(succeeded(drops, "dropped", again)).isEqualTo(droppedJob);
        assertThat(jobs.find(droppedJob).orElseThrow().run()).isEqualTo(2);
    }

    @Test
    void anOutcomeThatIsWantedAgainAfterItWasMarkedStays() {
        ArtifactRef shard = blob("wanted-again");
        JobKey job = succeeded(drops, "wanted-again", shard);
        jobs.unwant(drops);
        garbage.collect(inDays(8));
        wish(keeps, features(drops, "wanted-again"));

        garbage.collect(inDays(9));
        garbage.collect(inDays(10));

        assertThat(isThere(shard) && isThere(outcome(job))).isTrue();
        assertThat(status(job)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void anUploadThatNobodyCompletedIsDropped() {
        String id = RestAssured.given()
                .contentType("application/json")
                .body("{\"fileName\":\"a.pth\",\"sizeBytes\":11000000}")
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        assertThat(garbage.look(inDays(8)).uploads()).isPositive();
        assertThat(garbage.collect(inDays(8)).uploads()).isPositive();

        RestAssured.given().post("/v1/uploads/" + id + "/complete").then().statusCode(404);
        assertThat(garbage.look(inDays(8)).uploads()).isZero();
    }

    /** Features that a probe can't read are made again, and the probe waits for them. */
    @Test
    void aLostInputIsMadeAgainAndItsLateWordIsRefused() {
        Puppet worker = puppet.orElseThrow();
        ArtifactRef shard = blob("lost");
        JobKey train = wish(keeps, features(keeps, "lost"));
        var first = worker.start(train);
        worker.succeed(first, List.of(shard));
        awaitStatus(train, JobStatus.SUCCEEDED, PATIENCE);
        JobKey probe =
                wish(keeps, new JobSpec.LinearProbe(train, train, train, ProtocolId.STUDY, "top1", Variant.HEADS_CPU));
        var reading = worker.start(probe);
        store.delete("blobs/" + shard.sha256().hex());

        worker.fail(reading, ErrorCode.INPUT_LOST, "no such blob");
        awaitStatus(probe, JobStatus.PLANNED, PATIENCE);
        assertThat(isThere("quarantine/jobs/" + train + "/" + first.attempt() + "/outcome.json"))
                .isTrue();
        worker.succeededWithoutOutcome(first);
        worker.succeed(worker.start(train), List.of(blob("made again")));
        awaitStatus(train, JobStatus.SUCCEEDED, PATIENCE);
        assertThat(jobs.find(train).orElseThrow().run()).isEqualTo(2);
        worker.succeed(worker.start(probe));
        awaitStatus(probe, JobStatus.SUCCEEDED, PATIENCE);
    }

    /** Tensors are named by their digest and no dependency, as their import had succeeded before features were planned. */
    @Test
    void lostTensorsAreImportedAgainAndTheFeaturesWaitForThem() {
        ArtifactRef tensors = blob("tensors");
        var output = new StepOutput.CheckpointImported(new CheckpointReport(
                tensors.sha256(),
                tensors.sha256(),
                "zip",
                "torchvision",
                new Architecture("resnet50", 8),
                374_152,
                265,
                List.of(),
                List.of(),
                List.of(),
                1_632_083));
        importedAgain(
                new JobSpec.ImportCheckpoint(new Source.LocalPath("/x", keeps.value()), "auto", Optional.empty()),
                output,
                Map.of("tensors", tensors),
                tensors,
                new Weights.Loaded(new Architecture("resnet50", 8), tensors.sha256()));
    }

    @Test
    void lostDataOfAnOnnxFileIsImportedAgain() {
        ArtifactRef model = blob("model");
        ArtifactRef data = blob("data");
        var named = new TreeMap<>(Map.of("weights.bin", data.sha256()));
        importedAgain(
                new JobSpec.ImportOnnx(
                        new Source.LocalPath("/x.onnx", keeps.value()), Optional.empty(), Optional.empty(), 32),
                new StepOutput.OnnxImported(
                        new OnnxReport(model.sha256(), Sha256.of("both"), named, "pixels", "cls", 4, 5, 6)),
                Map.of("model", model, "data-1", data),
                data,
                new Weights.Onnx(model.sha256(), named, "pixels", "cls"));
    }

    private void importedAgain(
            JobSpec spec, StepOutput output, Map<String, ArtifactRef> artifacts, ArtifactRef lost, Weights weights) {
        List<Queue> imports = List.of(Queue.parse("imports.cpu"));
        JobKey imported = jobs.want(TenantId.LOCAL, keeps, new WantedJob(spec, Optional.empty()))
                .key();
        try (Puppet importer = new Puppet(table, store)) {
            importer.succeed(importer.start(imported, imports), output, artifacts);
            awaitStatus(imported, JobStatus.SUCCEEDED, PATIENCE);
            JobKey features = wish(
                    keeps,
                    new JobSpec.ExtractFeatures(
                            weights,
                            Sha256.of("dataset"),
                            "train",
                            TransformId.manyShot(32),
                            Normalisation.IMAGENET,
                            Variant.ONNX_CPU));
            Puppet worker = puppet.orElseThrow();
            var reading = worker.start(features);
            byte[] bytes = new Blobs(store, Path.of(System.getProperty("java.io.tmpdir"))).read(lost, 1000);
            store.delete("blobs/" + lost.sha256().hex());

            worker.fail(reading, ErrorCode.INPUT_LOST, "not there");
            awaitStatus(features, JobStatus.PLANNED, PATIENCE);
            var again = importer.start(imported, imports);
            assertThat(again.run()).isEqualTo(2);
            store.put("blobs/" + lost.sha256().hex(), bytes, ArtifactRef.OCTETS);
            importer.succeed(again, output, artifacts);
            awaitStatus(imported, JobStatus.SUCCEEDED, PATIENCE);

            worker.succeed(worker.start(features), List.of(blob("features")));
            awaitStatus(features, JobStatus.SUCCEEDED, PATIENCE);
        }
    }
}
