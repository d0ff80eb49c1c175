/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.FeatureFileWriter;
import io.carryover.storage.safetensors.SafetensorsWriter;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobContext;
import io.carryover.worker.StepResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** A store in memory with the features that a test puts there, and a handler's view of it. */
public final class Desk implements JobContext {
    public final List<Long> progress = new ArrayList<>();
    /** The handler is asked to stop once it has come so far. */
    public long stopAt = Long.MAX_VALUE;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final JobArtifacts artifacts = new JobArtifacts(store);
    public final Blobs blobs;
    private final Path scratch;
    private Optional<Checkpoint> saved = Optional.empty();

    public Desk(Path scratch) {
        this.scratch = scratch;
        this.blobs = new Blobs(store, scratch.resolve("spool"));
    }

    /** Commits features as a job of that name, in two shards. */
    JobKey split(String name, Rows rows) throws IOException {
        int half = rows.labels.length / 2;
        return split(
                name,
                rows.labels.length,
                rows.dimension,
                List.of(shard(name, 0, rows.from(0, half)), shard(name, half, rows.from(half, rows.labels.length))));
    }

    /** Commits an outcome that promises so many images of that dimension in those shards. */
    JobKey split(String name, int images, int dimension, List<ArtifactRef> shards) {
        return commit(name, new StepOutput.FeaturesReady(images, dimension, 10, shards, 0), new TreeMap<>());
    }

    ArtifactRef shard(String name, int firstRow, Rows rows) throws IOException {
        Path file = scratch.resolve(UUID.randomUUID() + ".safetensors");
        var images = IntStream.range(firstRow, firstRow + rows.labels.length)
                .mapToObj(row -> name + "/" + row)
                .toList();
        try (FeatureFileWriter writer = new FeatureFileWriter(file, rows.dimension)) {
            writer.append(rows.values, 0, rows.labels.length);
            writer.finish(rows.labels, new TreeMap<>(Map.of("images", Json.text(images))));
        }
        return blobs.putFile(file, ArtifactRef.SAFETENSORS);
    }

    /** As {@link #shard}, with a mark per image and class of the whole split instead of labels. */
    ArtifactRef marked(String name, int firstRow, Rows rows, byte[] marks) throws IOException {
        int count = rows.labels.length;
        int classes = marks.length / (firstRow == 0 ? 2 * count : firstRow + count);
        var images = IntStream.range(firstRow, firstRow + count)
                .mapToObj(row -> name + "/" + row)
                .toList();
        Path file = scratch.resolve(UUID.randomUUID() + ".safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, count, rows.dimension)
                .tensor("labels", Dtype.U8, count, classes)
                .metadata("images", Json.text(images))
                .create(file)) {
            writer.write("features", rows.values, 0, rows.values.length);
            writer.write("labels", ByteBuffer.wrap(marks, firstRow * classes, count * classes));
            writer.finish();
        }
        return blobs.putFile(file, ArtifactRef.SAFETENSORS);
    }

    @Override
    public JobMessage message() {
        throw new UnsupportedOperationException("heads read their specification alone");
    }

    @Override
    public Outcome input(JobKey job) {
        return artifacts
                .readOutcome(job)
                .orElseThrow(() -> new CarryoverException(ErrorCode.INPUT_LOST, "job " + job + " has no outcome"));
    }

    @Override
    public InputStream open(ArtifactRef artifact) {
        return blobs.open(artifact);
    }

    @Override
    public Path fetch(ArtifactRef artifact) {
        return blobs.download(artifact, scratch.resolve(artifact.sha256().hex()));
    }

    @Override
    public ArtifactRef write(byte[] bytes, String mediaType) {
        return blobs.put(bytes, mediaType);
    }

    @Override
    public ArtifactRef write(Path file, String mediaType) {
        return blobs.putFile(file, mediaType);
    }

    @Override
    public Path scratch() {
        try {
            return Files.createDirectories(scratch.resolve("job"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void progress(long done, long total, String unit) {
        progress.add(done);
    }

    @Override
    public void alive() {}

    @Override
    public synchronized boolean stopRequested() {
        return progress.size() >= stopAt;
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint() {
        return saved;
    }

    @Override
    public void saveCheckpoint(long step, Map<String, Path> files) {
        var kept = new TreeMap<String, Path>();
        files.forEach((name, file) -> kept.put(name, fetch(blobs.putFile(file, ArtifactRef.OCTETS))));
        saved = Optional.of(new Checkpoint(step, kept));
    }

    /** Commits what a handler gave as the outcome of a job of that name. */
    public JobKey commit(String name, StepResult result) {
        return commit(name, result.output(), result.artifacts());
    }

    private JobKey commit(String name, StepOutput output, SortedMap<String, ArtifactRef> kept) {
        JobKey key = new JobKey(name);
        var committed = artifacts.commit(new Outcome(
                Outcome.VERSION,
                key,
                1,
                new AttemptId("a-" + name),
                "step",
                1,
                output,
                kept,
                new Provenance(Variant.ONNX_CPU, 1, "test", new WorkerId("w"), "here", Instant.EPOCH, Duration.ZERO)));
        if (committed instanceof JobArtifacts.Commit.Lost) {
            throw new IllegalStateException(name + " is there");
        }
        return key;
    }

    @Override
    public OptionalInt maxBatch() {
        return OptionalInt.empty();
    }
}
