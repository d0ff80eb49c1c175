/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a handler may use while it computes one job. Calls on the store throw
 * {@link io.carryover.contracts.error.CarryoverException}: STORE_UNAVAILABLE when it is away, INPUT_LOST when an input is
 * missing or its bytes aren't what they were; both end the attempt rightly when they are let through.
 */
public interface JobContext {
    /** The job as it came. */
    JobMessage message();

    /** Outcome of a job that this one reads; INPUT_LOST when it isn't there. */
    Outcome input(JobKey job);

    /** Bytes of an artifact; their digest is checked when the end is reached: a wrong one throws INPUT_LOST there. */
    InputStream open(ArtifactRef artifact);

    /** An artifact as a local file, its digest checked; it stays until the attempt ends. */
    Path fetch(ArtifactRef artifact);

    /** Keeps bytes under their own digest. */
    ArtifactRef write(byte[] bytes, String mediaType);

    /** Keeps the bytes of a file under their own digest. */
    ArtifactRef write(Path file, String mediaType);

    /** An empty folder that is deleted after the attempt. */
    Path scratch();

    /**
     * Says how far the job is. Only growing {@code done} counts against the stall limit.
     *
     * @param unit what is counted: {@code images}, {@code steps}, {@code values of C}, {@code episodes}
     */
    void progress(long done, long total, String unit);

    /** Says that the job gets on although there is nothing to count: a long load, a warm-up. */
    void alive();

    /** Whether the job shall end at its next step: a handler with checkpoints saves one now, then calls {@link #checkStop}. */
    boolean stopRequested();

    /** @throws StopSignal when {@link #stopRequested} */
    default void checkStop() {
        if (stopRequested()) {
            throw new StopSignal();
        }
    }

    /** The newest complete checkpoint of any attempt of this job, on local disk. */
    Optional<Checkpoint> loadCheckpoint();

    /** Saves the state after {@code step} steps, complete or not at all: files by name, which may be deleted afterwards. */
    void saveCheckpoint(long step, Map<String, Path> files);

    /** Upper bound of an inference batch, after memory ran out before. */
    OptionalInt maxBatch();
}
