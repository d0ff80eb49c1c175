/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.analysis;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobContext;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A store in memory, and a handler's view of it. */
final class Desk implements JobContext {
    final Blobs blobs;
    /** The handler is asked to stop. */
    boolean stop;

    private final Path folder;

    Desk(Path folder) {
        this.folder = folder;
        this.blobs = new Blobs(new InMemoryObjectStore(), folder);
    }

    /** Puts a table there. */
    Sha256 table(String csv) {
        return blobs.put(csv.getBytes(StandardCharsets.UTF_8), ArtifactRef.TEXT).sha256();
    }

    /** An artifact as text. */
    String text(ArtifactRef artifact) {
        return new String(blobs.read(artifact, 1 << 24), StandardCharsets.UTF_8);
    }

    @Override
    public JobMessage message() {
        throw new UnsupportedOperationException("an analysis reads its specification alone");
    }

    @Override
    public Outcome input(JobKey job) {
        throw new UnsupportedOperationException("an analysis reads no job");
    }

    @Override
    public InputStream open(ArtifactRef artifact) {
        return blobs.open(artifact);
    }

    @Override
    public Path fetch(ArtifactRef artifact) {
        return blobs.download(artifact, folder.resolve(artifact.sha256().hex()));
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
        return folder;
    }

    @Override
    public void progress(long done, long total, String unit) {}

    @Override
    public void alive() {}

    @Override
    public boolean stopRequested() {
        return stop;
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint() {
        return Optional.empty();
    }

    @Override
    public void saveCheckpoint(long step, Map<String, Path> files) {}

    @Override
    public OptionalInt maxBatch() {
        return OptionalInt.empty();
    }
}
