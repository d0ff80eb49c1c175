/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker.process;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.storage.BlobCache;
import io.carryover.storage.Blobs;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.TrainingCheckpoints;
import io.carryover.worker.Checkpoint;
import io.carryover.worker.JobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The object store as a worker sees it, with a disk cache before its blobs. */
final class StoredJobs implements JobStore {
    private final JobArtifacts artifacts;
    private final Blobs blobs;
    private final BlobCache cache;
    private final TrainingCheckpoints checkpoints;

    StoredJobs(JobArtifacts artifacts, Blobs blobs, BlobCache cache, TrainingCheckpoints checkpoints) {
        this.artifacts = artifacts;
        this.blobs = blobs;
        this.cache = cache;
        this.checkpoints = checkpoints;
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
    public LocalFile fetch(ArtifactRef artifact, Path scratch) {
        BlobCache.Lease lease = cache.get(artifact);
        return new LocalFile() {
            @Override
            public Path path() {
                return lease.path();
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    @Override
    public void saveCheckpoint(JobKey job, AttemptId attempt, long step, Map<String, Path> files) {
        checkpoints.save(job, attempt, step, files);
    }

    /** The highest sound one: where one turns out corrupt, the next is tried. */
    @Override
    public Optional<Checkpoint> loadCheckpoint(JobKey job, Path folder) {
        for (TrainingCheckpoints.Checkpoint candidate : checkpoints.complete(job)) {
            try {
                return Optional.of(copy(candidate, folder));
            } catch (CarryoverException e) {
                if (e.code() != ErrorCode.INPUT_LOST) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public void deleteCheckpoints(JobKey job) {
        checkpoints.deleteAll(job);
    }

    private Checkpoint copy(TrainingCheckpoints.Checkpoint stored, Path folder) {
        var files = new TreeMap<String, Path>();
        for (String name : stored.files().keySet()) {
            Path file = folder.resolve(name);
            try (InputStream in = checkpoints.open(stored, name)) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new CarryoverException(
                        ErrorCode.DISK_FULL, "checkpoint %s can't be written here".formatted(name), e);
            }
            files.put(name, file);
        }
        return new Checkpoint(stored.step(), files);
    }
}
