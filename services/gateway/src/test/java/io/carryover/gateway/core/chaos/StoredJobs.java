/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.storage.Blobs;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.TrainingCheckpoints;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The object store as a worker sees it. */
final class StoredJobs implements JobStore {
    private final JobArtifacts artifacts;
    private final TrainingCheckpoints checkpoints;
    private final Blobs blobs;

    StoredJobs(ObjectStore store, Path scratch) {
        this.artifacts = new JobArtifacts(store);
        this.checkpoints = new TrainingCheckpoints(store);
        this.blobs = new Blobs(store, scratch);
    }

    @Override
    public Optional<Outcome> outcome(JobKey job) {
        return artifacts.readOutcome(job);
    }

    @Override
    public Outcome commit(Outcome mine) {
        return artifacts.commit(mine).outcome();
    }

    @Override
    public ArtifactRef put(byte[] bytes, String mediaType) {
        return blobs.put(bytes, mediaType);
    }

    @Override
    public ArtifactRef put(Path file, String mediaType) {
        return blobs.putFile(file, mediaType);
    }

    @Override
    public InputStream open(ArtifactRef artifact) {
        return blobs.open(artifact);
    }

    @Override
    public LocalFile fetch(ArtifactRef artifact, Path folder) {
        throw new UnsupportedOperationException("sleeping jobs have no inputs");
    }

    @Override
    public void saveCheckpoint(JobKey job, AttemptId attempt, long step, Map<String, Path> files) {
        checkpoints.save(job, attempt, step, files);
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint(JobKey job, Path folder) {
        return checkpoints.latest(job).map(stored -> fetch(stored, folder));
    }

    private Checkpoint fetch(TrainingCheckpoints.Checkpoint stored, Path folder) {
        var files = new TreeMap<String, Path>();
        for (String name : stored.files().keySet()) {
            try (InputStream in = checkpoints.open(stored, name)) {
                Path file = Files.createDirectories(folder).resolve(name);
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                files.put(name, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Checkpoint(stored.step(), files);
    }

    @Override
    public void deleteCheckpoints(JobKey job) {
        checkpoints.deleteAll(job);
    }
}
