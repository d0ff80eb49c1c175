/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store without a server. */
final class InMemoryJobStore implements JobStore {
    private final Map<JobKey, Outcome> outcomes = new HashMap<>();
    private final Map<Sha256, byte[]> blobs = new HashMap<>();
    private final Map<JobKey, TreeMap<Long, Map<String, byte[]>>> checkpoints = new HashMap<>();
    private boolean away;

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized int checkpoints(JobKey job) {
        return checkpoints.getOrDefault(job, new TreeMap<>()).size();
    }

    synchronized String text(String sha256) {
        return new String(blobs.getOrDefault(new Sha256(sha256), new byte[0]), StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void check() {
        if (away) {
            throw new CarryoverException(ErrorCode.STORE_UNAVAILABLE, "the store is away");
        }
    }

    @Override
    public synchronized Optional<Outcome> outcome(JobKey job) {
        check();
        return Optional.ofNullable(outcomes.get(job));
    }

    @Override
    public synchronized Outcome commit(Outcome mine) {
        check();
        outcomes.putIfAbsent(mine.job(), mine);
        return outcome(mine.job()).orElseThrow();
    }

    @Override
    public synchronized ArtifactRef put(byte[] bytes, String mediaType) {
        check();
        blobs.put(Sha256.of(bytes), bytes.clone());
        return new ArtifactRef(Sha256.of(bytes), bytes.length, mediaType);
    }

    @Override
    public ArtifactRef put(Path file, String mediaType) {
        return put(bytes(file), mediaType);
    }

    @Override
    public synchronized InputStream open(ArtifactRef artifact) {
        check();
        byte[] bytes = blobs.get(artifact.sha256());
        if (bytes == null) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST, "no blob " + artifact.sha256().brief());
        }
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public LocalFile fetch(ArtifactRef artifact, Path scratch) {
        try (InputStream in = open(artifact)) {
            Path file = Files.write(scratch.resolve(artifact.sha256().hex()), in.readAllBytes());
            return new LocalFile() {
                @Override
                public Path path() {
                    return file;
                }

                @Override
                public void close() {}
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void saveCheckpoint(JobKey job, AttemptId attempt, long step, Map<String, Path> files) {
        check();
        Map<String, byte[]> parts = new HashMap<>();
        files.forEach((name, file) -> parts.put(name, bytes(file)));
        checkpoints.computeIfAbsent(job, j -> new TreeMap<>()).put(step, parts);
    }

    @Override
    public synchronized Optional<Checkpoint> loadCheckpoint(JobKey job, Path folder) {
        TreeMap<Long, Map<String, byte[]>> all = checkpoints.getOrDefault(job, new TreeMap<>());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(folder);
            TreeMap<String, Path> files = new TreeMap<>();
            for (Map.Entry<String, byte[]> part : all.lastEntry().getValue().entrySet()) {
                files.put(part.getKey(), Files.write(folder.resolve(part.getKey()), part.getValue()));
            }
            return Optional.of(new Checkpoint(all.lastKey(), files));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void deleteCheckpoints(JobKey job) {
        checkpoints.remove(job);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
