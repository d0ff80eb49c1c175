/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import io.carryover.storage.BlobCache;
import io.carryover.storage.Blobs;
import io.carryover.storage.JobArtifacts;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.TrainingCheckpoints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's store on an object store. */
public final class ObjectJobStore implements JobStore {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectJobStore.class);

    private final Blobs blobs;
    private final JobArtifacts artifacts;
    private final TrainingCheckpoints checkpoints;
    private final Optional<BlobCache> cache;
    private final Runnable onCacheHit;

    /**
     * @param spool local folder for blobs that are being written
     * @param cache artifacts on the local disk, where there is one
     * @param metrics counts hits of the cache
     */
    public ObjectJobStore(ObjectStore store, Path spool, Optional<BlobCache> cache, WorkerMetrics metrics) {
        this.blobs = new Blobs(store, spool);
        this.artifacts = new JobArtifacts(store);
        this.checkpoints = new TrainingCheckpoints(store);
        this.cache = cache;
        this.onCacheHit = metrics::cacheHit;
    }

    @Override
    public void check() {
        blobs.check();
    }

    @Override
    public Optional<Outcome> outcome(JobKey job) {
        return artifacts.readOutcome(job);
    }

    @Override
    public Outcome commit(Outcome mine) {
        artifacts.putManifest(mine.job(), Json.bytes(Map.of("artifacts", mine.artifacts())));
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
        if (cache.isEmpty()) {
            Path file =
                    blobs.download(artifact, scratch.resolve(artifact.sha256().hex()));
            return new Held(file, () -> {});
        }
        BlobCache.Lease lease = cache.get().get(artifact);
        if (lease.hit()) {
            onCacheHit.run();
        }
        return new Held(lease.path(), lease::close);
    }

    private record Held(Path path, Runnable onClose) implements LocalFile {
        @Override
        public void close() {
            onClose.run();
        }
    }

    @Override
    public void saveCheckpoint(JobKey job, AttemptId attempt, long step, Map<String, Path> files) {
        checkpoints.save(job, attempt, step, files);
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint(JobKey job, Path folder) {
        for (TrainingCheckpoints.Checkpoint candidate : checkpoints.complete(job)) {
            try {
                return Optional.of(copy(candidate, folder));
            } catch (CarryoverException e) {
                if (e.code() != ErrorCode.INPUT_LOST) {
                    throw e;
                }
                LOG.warn("checkpoint of step {} can't be used: {}", candidate.step(), e.getMessage());
            }
        }
        return Optional.empty();
    }

    private Checkpoint copy(TrainingCheckpoints.Checkpoint checkpoint, Path folder) {
        TreeMap<String, Path> files = new TreeMap<>();
        for (String name : checkpoint.files().keySet()) {
            try (InputStream in = checkpoints.open(checkpoint, name)) {
                Path file = Files.createDirectories(folder).resolve(name);
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                files.put(name, file);
            } catch (IOException e) {
                throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "checkpoint: " + e.getMessage(), e);
            }
        }
        return new Checkpoint(checkpoint.step(), files);
    }

    @Override
    public void deleteCheckpoints(JobKey job) {
        checkpoints.deleteAll(job);
    }
}
