/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.Outcome;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The object store as a worker sees it. Errors are {@link io.carryover.contracts.error.CarryoverException}:
 * STORE_UNAVAILABLE, DISK_FULL, and INPUT_LOST for what should be there and isn't, or isn't what it was.
 */
public interface JobStore {
    /** @throws io.carryover.contracts.error.CarryoverException STORE_UNAVAILABLE when it can't be used */
    void check();

    /** The committed outcome of a job. */
    Optional<Outcome> outcome(JobKey job);

    /**
     * Commits an outcome if the job has none.
     *
     * @return the outcome that counts: {@code mine}, or that of whoever was first
     */
    Outcome commit(Outcome mine);

    /** Keeps bytes under their own digest. */
    ArtifactRef put(byte[] bytes, String mediaType);

    /** Keeps the bytes of a file under their own digest. */
    ArtifactRef put(Path file, String mediaType);

    /** Bytes of an artifact, checked on the way. */
    InputStream open(ArtifactRef artifact);

    /** An artifact as a local file, checked. {@code scratch} may be used for it. */
    LocalFile fetch(ArtifactRef artifact, Path scratch);

    /** Keeps the state of a job that runs: complete or not there at all. */
    void saveCheckpoint(JobKey job, AttemptId attempt, long step, Map<String, Path> files);

    /** The complete and sound checkpoint with the highest step, of any attempt, copied into {@code folder}. */
    Optional<Checkpoint> loadCheckpoint(JobKey job, Path folder);

    /** Drops the checkpoints of a job that is done. */
    void deleteCheckpoints(JobKey job);

    /** A file that stays for as long as this is open. */
    interface LocalFile extends AutoCloseable {
        Path path();

        @Override
        void close();
    }
}
