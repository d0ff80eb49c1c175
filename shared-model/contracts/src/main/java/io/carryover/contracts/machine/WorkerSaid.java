/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.machine.JobState.Cancelled;
import io.carryover.contracts.machine.JobState.Cancelling;
import io.carryover.contracts.machine.JobState.Failed;
import io.carryover.contracts.machine.JobState.Planned;
import io.carryover.contracts.machine.JobState.Queued;
import io.carryover.contracts.machine.JobState.Released;
import io.carryover.contracts.machine.JobState.Running;
import io.carryover.contracts.machine.JobState.Skipped;
import io.carryover.contracts.machine.JobState.Succeeded;
import java.time.Instant;
import java.util.Optional;

/** What a worker's word does to a job. Only a success counts from any attempt; the rest counts from the current one. */
final class WorkerSaid {
    private WorkerSaid() {}

    static void apply(Step step, WorkerEvent.OfJob event, Instant at) {
        Attempt who = event.attempt();
        if (who.run() > step.job().run()) {
            return;
        }
        switch (event) {
            case WorkerEvent.Started started -> started(step, started, at);
            case WorkerEvent.Heartbeat _ -> heartbeat(step, who, at);
            case WorkerEvent.Succeeded succeeded -> succeeded(step, succeeded);
            case WorkerEvent.AttemptFailed failed -> left(step, failed, at);
            case WorkerEvent.HandedBack handedBack -> left(step, handedBack, at);
            case WorkerEvent.Stalled stalled -> left(step, stalled, at);
            case WorkerEvent.Stopped stopped -> left(step, stopped, at);
        }
    }

    private static void started(Step step, WorkerEvent.Started event, Instant at) {
        Attempt who = event.attempt();
        if (who.run() < step.job().run() || step.job().stopped().contains(who.attempt())) {
            step.tellAgain();
            return;
        }
        switch (step.state()) {
            case Succeeded _, Failed _, Cancelled _, Skipped _, Cancelling _ -> step.tellAgain();
            case Planned _, Queued _ -> stopOldDispatch(step, who);
            case Released released -> {
                if (released.dispatch().equals(who.dispatch())) {
                    step.become(new Running(
                            who.dispatch(),
                            who.attempt(),
                            who.worker(),
                            at,
                            at,
                            Optional.empty(),
                            released.deadLettered().filter(at::isBefore)));
                    step.story("started", who.worker(), "attempt " + who.attempt() + ", delivery " + event.delivery());
                } else {
                    stopOldDispatch(step, who);
                }
            }
            case Running running -> Seconds.started(step, running, who, at);
        }
    }

    private static void stopOldDispatch(Step step, Attempt who) {
        step.stop(who.attempt());
        step.story("stopped", who.worker(), "attempt " + who.attempt() + " is of an old dispatch");
    }

    private static void heartbeat(Step step, Attempt who, Instant at) {
        switch (step.state()) {
            case Running running -> {
                if (who.run() == step.job().run()) {
                    Seconds.heard(step, running, who, at);
                }
            }
            case Cancelling cancelling -> {
                if (cancelling.attempt().equals(who.attempt()) && at.isAfter(cancelling.lastHeard())) {
                    step.become(new Cancelling(cancelling.attempt(), cancelling.worker(), at));
                }
            }
            // An attempt whose run ended was told so; one that was given up may still commit, and that would count.
            case Planned _, Queued _, Released _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void succeeded(Step step, WorkerEvent.Succeeded event) {
        var outcome = event.committedBy();
        if (step.rules().refuse() && step.job().quarantined().contains(outcome)) {
            step.story("refused", event.worker(), "outcome of attempt " + outcome + " is in quarantine");
            return;
        }
        boolean unwanted = !step.job().wanted() && step.rules().keptNotCounted();
        switch (step.state()) {
            case Succeeded _ -> {}
            case Cancelled _ when unwanted -> {}
            case Cancelling _ when unwanted -> step.cancelled("its outcome is kept, but nobody wants it");
            case Planned _, Queued _, Released _, Running _, Cancelling _, Failed _, Cancelled _, Skipped _ ->
                step.succeed(outcome, "outcome of attempt " + outcome + ", told by " + event.worker());
        }
    }

    /** The attempt is over and its worker says why: failed, handed back, stalled or stopped. */
    private static void left(Step step, WorkerEvent.OfJob event, Instant at) {
        Attempt who = event.attempt();
        switch (step.state()) {
            case Running running
            when running.attempt().equals(who.attempt()) -> {
                running.second().ifPresent(second -> step.stop(second.attempt()));
                next(step, event, at);
            }
            case Running running -> Seconds.left(step, running, who);
            case Cancelling cancelling
            when cancelling.attempt().equals(who.attempt()) -> step.cancelled("its attempt is over");
            case Planned _, Queued _, Released _, Cancelling _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void next(Step step, WorkerEvent.OfJob event, Instant at) {
        switch (event) {
            case WorkerEvent.AttemptFailed failed -> failed(step, failed, at);
            case WorkerEvent.HandedBack handedBack -> handedBack(step, handedBack, at);
            case WorkerEvent.Stalled stalled -> {
                step.story("stalled", stalled.worker(), stalled.threadDump());
                if (step.died(1)) {
                    step.fail(ErrorCode.STALLED, "no progress within the limit, in several attempts");
                } else {
                    step.queueAgain(at, Optional.of(stalled.worker()));
                }
            }
            case WorkerEvent.Stopped stopped -> {
                step.story(
                        "stopped",
                        stopped.worker(),
                        "attempt " + stopped.attempt().attempt());
                step.queueAgain(at, Optional.empty());
            }
            case WorkerEvent.Started _, WorkerEvent.Heartbeat _, WorkerEvent.Succeeded _ ->
                throw new IllegalArgumentException("an attempt goes on after " + event);
        }
    }

    private static void failed(Step step, WorkerEvent.AttemptFailed event, Instant at) {
        ErrorClass errorClass = event.code().errorClass();
        step.tally(step.job().tally().failed(errorClass));
        int failures = step.job().tally().failures(errorClass);
        step.story(
                "attempt failed",
                event.worker(),
                event.code() + ": " + event.message()
                        + event.story()
                                .map(blob -> " (log and stack trace: " + blob + ")")
                                .orElse(""));
        if (failures > step.policy().retries(errorClass)) {
            step.fail(event.code(), event.message());
            return;
        }
        if (errorClass == ErrorClass.RESOURCES && step.job().kind() == Kind.FEATURES) {
            // A batch of inference can't change a number; one of training would.
            step.tally(step.job().tally().halvedBatch(step.policy().firstBatch()));
        }
        if (event.code() == ErrorCode.INPUT_LOST) {
            step.effect(new Effect.CheckInputs());
        }
        step.queueAgain(
                at.plus(step.policy().backoff(failures)),
                errorClass == ErrorClass.TRANSIENT ? Optional.empty() : Optional.of(event.worker()));
    }

    private static void handedBack(Step step, WorkerEvent.HandedBack event, Instant at) {
        if (event.reason().isPresent()) {
            unbegun(step, event, event.reason().get(), at);
            return;
        }
        step.tally(step.job().tally().handedBack(event.steps()));
        step.story("handed back", event.worker(), "after " + event.steps() + " steps");
        int idle = step.job().tally().idleHandBacks();
        if (idle >= step.policy().idleHandBackLimit()) {
            step.fail(ErrorCode.INTERNAL, "handed back " + idle + " times in a row without a step");
        } else {
            step.queueAgain(idle == 0 ? at : at.plus(step.policy().backoff(idle)), Optional.of(event.worker()));
        }
    }

    /** Costs the job nothing but a short wait; avoiding a worker is a wish that is given up when nobody else comes. */
    private static void unbegun(Step step, WorkerEvent.HandedBack event, String reason, Instant at) {
        step.tally(step.job().tally().leftUnbegun());
        int times = step.job().tally().unbegun();
        step.story("handed back", event.worker(), "not begun: " + reason);
        step.queueAgain(
                at.plus(step.policy().backoff(times)),
                times < step.policy().avoidances() ? Optional.of(event.worker()) : Optional.empty());
    }
}
