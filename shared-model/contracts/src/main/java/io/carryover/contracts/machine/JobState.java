/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where a job stands. Instants are the broker's where they come from an event, the gateway's where it acted itself. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobState.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = JobState.Queued.class, name = "queued"),
    @JsonSubTypes.Type(value = JobState.Released.class, name = "released"),
    @JsonSubTypes.Type(value = JobState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = JobState.Cancelling.class, name = "cancelling"),
    @JsonSubTypes.Type(value = JobState.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = JobState.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = JobState.Cancelled.class, name = "cancelled"),
    @JsonSubTypes.Type(value = JobState.Skipped.class, name = "skipped"),
})
public sealed interface JobState {
    /** Stable name, for the database and the API. */
    default String name() {
        return switch (this) {
            case Planned _ -> "planned";
            case Queued _ -> "queued";
            case Released _ -> "released";
            case Running _ -> "running";
            case Cancelling _ -> "cancelling";
            case Succeeded _ -> "succeeded";
            case Failed _ -> "failed";
            case Cancelled _ -> "cancelled";
            case Skipped _ -> "skipped";
        };
    }

    /** Whether nothing more is done for it unless a new wish, a late outcome or a lost object comes. */
    default boolean ended() {
        return switch (this) {
            case Planned _, Queued _, Released _, Running _, Cancelling _ -> false;
            case Succeeded _, Failed _, Cancelled _, Skipped _ -> true;
        };
    }

    /** Whether it takes a place of its queue's release window. */
    default boolean inFlight() {
        return switch (this) {
            case Released _, Running _, Cancelling _ -> true;
            case Planned _, Queued _, Succeeded _, Failed _, Cancelled _, Skipped _ -> false;
        };
    }

    /** The attempt that holds it now. */
    default Optional<AttemptId> current() {
        return switch (this) {
            case Running running -> Optional.of(running.attempt());
            case Cancelling cancelling -> Optional.of(cancelling.attempt());
            case Planned _, Queued _, Released _, Succeeded _, Failed _, Cancelled _, Skipped _ -> Optional.empty();
        };
    }

    /** Planned while {@code waitsFor} names inputs, else queued. */
    static JobState waiting(Collection<JobKey> waitsFor, Instant now) {
        return waitsFor.isEmpty() ? new Queued(now, Optional.empty()) : new Planned(new TreeSet<>(waitsFor));
    }

    /** Waits for these inputs to succeed. */
    record Planned(SortedSet<JobKey> waitsFor) implements JobState {
        public Planned {
            waitsFor = Sets.frozen(waitsFor);
        }
    }

    /** Waits for its turn, not before this time; {@code avoid} is a worker that should not take it again. */
    record Queued(Instant notBefore, Optional<WorkerId> avoid) implements JobState {}

    /** Goes to Kafka, or lies there. {@code deadLettered} is when its record was put aside by the broker. */
    record Released(DispatchId dispatch, Instant since, Optional<Instant> deadLettered) implements JobState {}

    /**
     * An attempt computes it.
     *
     * @param lastHeard newest broker time of its events
     * @param second a later start that waits for the first one to be heard, or not
     * @param deadLettered when the broker put a record of this dispatch aside; nothing while the attempt is heard after it
     */
    record Running(
            DispatchId dispatch,
            AttemptId attempt,
            WorkerId worker,
            Instant startedAt,
            Instant lastHeard,
            Optional<Second> second,
            Optional<Instant> deadLettered)
            implements JobState {}

    /**
     * A second start of a job that already has an attempt.
     *
     * @param gone whether it has ended by itself meanwhile
     * @param earlier second starts before this one that have not been heard since
     */
    record Second(
            DispatchId dispatch,
            AttemptId attempt,
            WorkerId worker,
            Instant since,
            boolean gone,
            SortedSet<AttemptId> earlier) {
        public Second {
            earlier = Sets.frozen(earlier);
        }
    }

    /** Nobody wants it any more, and its attempt was told so. */
    record Cancelling(AttemptId attempt, WorkerId worker, Instant lastHeard) implements JobState {}

    /** The outcome of this attempt counts. */
    record Succeeded(AttemptId outcome) implements JobState {}

    /** Ended as failed; the code's class says whether a new wish may open another run. */
    record Failed(ErrorCode code, String message) implements JobState {}

    /** Nobody wanted it. */
    record Cancelled() implements JobState {}

    /** Can't run: these inputs failed or were skipped; {@code waitsFor} are all that have not succeeded, these included. */
    record Skipped(SortedSet<JobKey> because, SortedSet<JobKey> waitsFor) implements JobState {
        public Skipped {
            because = Sets.frozen(because);
            waitsFor = Sets.frozen(waitsFor);
        }
    }
}
