/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.worker.CrashPoints.Point;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** The context of one attempt: used by the handler's thread, watched by the worker's. */
final class AttemptContext implements JobContext {
    /** Why a handler shall end. */
    enum Stop {
        NO,
        /** The gateway said so. */
        TOLD,
        /** The worker shuts down. */
        DRAIN
    }

    private final JobMessage message;
    private final Attempt attempt;
    private final WorkerPorts ports;
    private final Path scratch;
    private final long beganAt = System.nanoTime();

    private volatile Stop stop = Stop.NO;
    private volatile long movedAt = System.nanoTime();
    private volatile Progress progress = new Progress(0, 0, "steps", 0);
    private volatile long doneAtBegin = -1;
    private volatile Optional<Long> savedStep = Optional.empty();
    private volatile boolean halfway;
    private final List<JobStore.LocalFile> files = new CopyOnWriteArrayList<>();

    AttemptContext(JobMessage message, Attempt attempt, WorkerPorts ports, Path scratch) {
        this.message = message;
        this.attempt = attempt;
        this.ports = ports;
        this.scratch = scratch;
    }

    @Override
    public JobMessage message() {
        return message;
    }

    @Override
    public Outcome input(JobKey job) {
        return ports.store()
                .outcome(job)
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INPUT_LOST, "job " + job + " has no outcome, and this one reads it"));
    }

    @Override
    public InputStream open(ArtifactRef artifact) {
        return new FilterInputStream(ports.store().open(artifact)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                alive();
                return count;
            }
        };
    }

    @Override
    public Path fetch(ArtifactRef artifact) {
        alive();
        JobStore.LocalFile file = ports.store().fetch(artifact, scratch);
        files.add(file);
        alive();
        return file.path();
    }

    @Override
    public ArtifactRef write(byte[] bytes, String mediaType) {
        return written(ports.store().put(bytes, mediaType));
    }

    @Override
    public ArtifactRef write(Path file, String mediaType) {
        return written(ports.store().put(file, mediaType));
    }

    private ArtifactRef written(ArtifactRef artifact) {
        alive();
        return artifact;
    }

    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public void progress(long done, long total, String unit) {
        if (doneAtBegin < 0) {
            doneAtBegin = done;
        }
        if (done > progress.done()) {
            alive();
        }
        double seconds = (System.nanoTime() - beganAt) / 1e9;
        progress = new Progress(done, total, unit, seconds > 0 ? (done - doneAtBegin) / seconds : 0);
        if (!halfway && done * 2 >= total && done > doneAtBegin) {
            halfway = true;
            ports.crashPoints().reached(Point.MID_COMPUTE, attempt.job());
        }
    }

    @Override
    public void alive() {
        movedAt = System.nanoTime();
    }

    @Override
    public boolean stopRequested() {
        return stop != Stop.NO;
    }

    @Override
    public Optional<Checkpoint> loadCheckpoint() {
        return ports.store().loadCheckpoint(attempt.job(), scratch.resolve("resumed"));
    }

    @Override
    public void saveCheckpoint(long step, Map<String, Path> parts) {
        ports.store().saveCheckpoint(attempt.job(), attempt.attempt(), step, parts);
        savedStep = Optional.of(step);
        alive();
    }

    @Override
    public OptionalInt maxBatch() {
        return message.maxBatch();
    }

    /** Asks the handler to end; the first reason stands, but what the gateway says outweighs a shutdown. */
    void stop(Stop why) {
        if (stop != Stop.TOLD) {
            stop = why;
        }
    }

    Stop stop() {
        return stop;
    }

    /** How long the job has not got on. */
    Duration still() {
        return Duration.ofNanos(System.nanoTime() - movedAt);
    }

    Progress currentProgress() {
        return progress;
    }

    /** Steps that this attempt advanced. */
    long advanced() {
        return Math.max(0, progress.done() - Math.max(0, doneAtBegin));
    }

    /** Name of the newest checkpoint that this attempt saved. */
    Optional<String> saved() {
        return savedStep.map(step -> attempt.attempt() + "/" + step);
    }

    /** After the attempt: nothing that it fetched is used any more. */
    void release() {
        files.forEach(JobStore.LocalFile::close);
    }
}
