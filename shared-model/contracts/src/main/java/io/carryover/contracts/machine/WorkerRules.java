/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.AttemptId;
import java.time.Duration;
import java.util.Optional;

/** What a worker does with a record and with the attempt that it makes of it. */
public final class WorkerRules {
    private WorkerRules() {}

    /** What to do with a record that was taken. */
    public sealed interface Take {
        /** Acknowledge it and say nothing: its run has ended. */
        record Skip() implements Take {}

        /** The outcome exists: publish {@code succeeded} naming this attempt, then acknowledge. */
        record Adopt(AttemptId committed) implements Take {}

        /** Publish {@code started} and compute. */
        record Run() implements Take {}

        /** Publish {@code started} and {@code handed-back}, acknowledge: another worker shall have it. */
        record LeaveToOthers() implements Take {}
    }

    /** What to do next while an attempt computes; looked at every third of a lock and whenever control says something. */
    public enum Tick {
        /** Renew the lease and go on. */
        RENEW,
        /** The lease is lost: go on without it, the heartbeats hold the job now. */
        GO_ON,
        /** Stop, publish {@code stopped}, acknowledge. */
        STOP,
        /** Publish {@code stalled} with a thread dump and end the process. */
        STALLED
    }

    /**
     * @param control newest control state of the job, empty if none was read; a stale one only means "not told yet"
     * @param outcome attempt that the job's {@code outcome.json} names, empty if there is none
     * @param avoided whether the job asks for another worker than this one
     */
    public static Take onTake(int run, Optional<ControlState> control, Optional<AttemptId> outcome, boolean avoided) {
        if (control.filter(state -> state.ended(run)).isPresent()) {
            return new Take.Skip();
        }
        return outcome.<Take>map(Take.Adopt::new).orElseGet(() -> avoided ? new Take.LeaveToOthers() : new Take.Run());
    }

    /**
     * @param leaseHeld whether the record is still this worker's
     * @param still how long the handler's progress counter has stood still
     * @param stallLimit of the job's kind
     */
    public static Tick onTick(
            int run,
            AttemptId attempt,
            Optional<ControlState> control,
            boolean leaseHeld,
            Duration still,
            Duration stallLimit) {
        if (control.filter(state -> state.tellsToStop(run, attempt)).isPresent()) {
            return Tick.STOP;
        }
        if (still.compareTo(stallLimit) >= 0) {
            return Tick.STALLED;
        }
        return leaseHeld ? Tick.RENEW : Tick.GO_ON;
    }
}
