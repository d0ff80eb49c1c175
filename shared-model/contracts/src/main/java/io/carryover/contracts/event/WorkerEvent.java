/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What workers say on {@code carryover.events}: proposals, on which the gateway decides. Keyed by job, so that events of
 * two attempts can't overtake each other; announcements are keyed by worker. Times are the broker's, not the worker's.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerEvent.Started.class, name = "started"),
    @JsonSubTypes.Type(value = WorkerEvent.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = WorkerEvent.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = WorkerEvent.AttemptFailed.class, name = "attempt-failed"),
    @JsonSubTypes.Type(value = WorkerEvent.HandedBack.class, name = "handed-back"),
    @JsonSubTypes.Type(value = WorkerEvent.Stalled.class, name = "stalled"),
    @JsonSubTypes.Type(value = WorkerEvent.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = WorkerEvent.Announced.class, name = "announced"),
    @JsonSubTypes.Type(value = WorkerEvent.Left.class, name = "left"),
})
public sealed interface WorkerEvent {
    /** Newest version that this code writes and reads. */
    int VERSION = 1;

    int version();

    WorkerId worker();

    /** Key of the record on Kafka. */
    String recordKey();

    /** Said of one attempt of a job. */
    sealed interface OfJob extends WorkerEvent {
        Attempt attempt();

        @Override
        default WorkerId worker() {
            return attempt().worker();
        }

        @Override
        default String recordKey() {
            return attempt().job().value();
        }
    }

    /** Who speaks: every event of a job carries all five. */
    record Attempt(JobKey job, int run, DispatchId dispatch, AttemptId attempt, WorkerId worker) {}

    /** The attempt begins. {@code delivery} is Kafka's count, for the story only. */
    record Started(int version, Attempt attempt, int delivery) implements OfJob {}

    /** The attempt lives. */
    record Heartbeat(int version, Attempt attempt, Progress progress) implements OfJob {}

    /** {@code done} of {@code total} {@code unit}s ({@code images}, {@code values of C}, {@code episodes}, {@code steps}). */
    record Progress(long done, long total, String unit, double perSecond) {}

    /** The job's outcome is committed; {@code committedBy} is the attempt that the outcome names. */
    record Succeeded(int version, Attempt attempt, AttemptId committedBy) implements OfJob {}

    /** The attempt failed and says why. {@code story} is a blob with log excerpt and stack trace. */
    record AttemptFailed(int version, Attempt attempt, ErrorCode code, String message, Optional<String> story)
            implements OfJob {}

    /**
     * The worker gives the job back.
     *
     * @param steps advanced in this attempt
     * @param checkpoint the newest
     * @param reason why it was not even begun: {@link #AVOIDED} or {@link #SURPLUS}; empty where the worker shuts down
     */
    record HandedBack(int version, Attempt attempt, long steps, Optional<String> checkpoint, Optional<String> reason)
            implements OfJob {
        /** The job asked for another worker. */
        public static final String AVOIDED = "avoided";
        /** It came beside another job. */
        public static final String SURPLUS = "surplus";

        public HandedBack(int version, Attempt attempt, long steps, Optional<String> checkpoint) {
            this(version, attempt, steps, checkpoint, Optional.empty());
        }

        /** Given back before it was begun. */
        public static HandedBack unbegun(Attempt attempt, String reason) {
            return new HandedBack(VERSION, attempt, 0, Optional.empty(), Optional.of(reason));
        }
    }

    /** The progress counter stood still beyond the limit; the process exits after this. */
    record Stalled(int version, Attempt attempt, String threadDump) implements OfJob {}

    /** The attempt ended because it was told to. */
    record Stopped(int version, Attempt attempt) implements OfJob {}

    /**
     * A worker is there; repeated as its heartbeat.
     *
     * @param specVersions newest {@code JobMessage} version that it reads, per queue
     * @param devices what it found, in words
     * @param state {@code idle}, {@code busy}, {@code draining} or {@code unready}
     */
    record Announced(
            int version,
            WorkerId worker,
            List<Queue> queues,
            Map<String, Integer> specVersions,
            String devices,
            String state,
            Optional<String> reason,
            String codeVersion)
            implements WorkerEvent {
        @Override
        public String recordKey() {
            return worker.value();
        }
    }

    /** A worker left in good order. */
    record Left(int version, WorkerId worker) implements WorkerEvent {
        @Override
        public String recordKey() {
            return worker.value();
        }
    }
}
