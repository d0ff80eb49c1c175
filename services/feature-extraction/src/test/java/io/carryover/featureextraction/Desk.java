/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Source;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;

/** What one job has to do with, without a worker: an in-memory store and a folder. */
public final class Desk implements JobContext {
    public final InMemoryObjectStore store = new InMemoryObjectStore();
    public final Blobs blobs;
    public final List<String> progress = new ArrayList<>();
    /** Progress reports after which the job is told to stop. */
    public int patience = Integer.MAX_VALUE;

    private final Path scratch;

    public Desk(Path folder) throws IOException {
        scratch = Files.createDirectories(folder.resolve("scratch"));
        blobs = new Blobs(store, folder.resolve("spool"));
    }

    public static Path demo(String relative) {
        return Path.of("..", "..", "demo").resolve(relative).toAbsolutePath().normalize();
    }

    /** A file that the tests of the readers made: the scripts lie beside them. */
    public static Path vision(String relative) {
        return Path.of("..", "..", "shared-model", "vision", "src", "test", "resources")
                .resolve(relative)
                .toAbsolutePath()
                .normalize();
    }

    /** These files of a folder as uploads that belong together, the first one first. */
    public Source.Uploads uploads(Path from, String... names) throws IOException {
        List<Source.UploadedFile> files = new ArrayList<>();
        for (String name : names) {
            String key = "uploads/u-" + name;
            store.put(key, Files.readAllBytes(from.resolve(name)), "application/octet-stream");
            files.add(new Source.UploadedFile(key, name));
        }
        return new Source.Uploads(files, "r-1");
    }

    @Override
    public JobMessage message() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome input(JobKey job) {
        throw new CarryoverException(ErrorCode.INPUT_LOST, "no outcome of " + job);
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
            return Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void progress(long done, long total, String unit) {
        progress.add("%d/%d %s".formatted(done, total, unit));
    }

    @Override
    public void alive() {}

    @Override
    public boolean stopRequested() {
        return progress.size() >= patience;
    }

    @Override
    public void checkStop() {
        if (stopRequested()) {
            throw new CancellationException();
        }
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint() {
        return Optional.empty();
    }

    @Override
    public void saveCheckpoint(long step, Map<String, Path> files) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalInt maxBatch() {
        return OptionalInt.empty();
    }
}
