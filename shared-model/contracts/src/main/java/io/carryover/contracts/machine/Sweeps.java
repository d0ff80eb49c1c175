/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorCode;
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

/** What silence and dead letters do to a job. A dead letter is only noted: the sweeper, which has read all events, judges. */
final class Sweeps {
    private Sweeps() {}

    static void deadLettered(Step step, Input.DeadLettered dead) {
        if (dead.run() != step.job().run()) {
            return;
        }
        switch (step.state()) {
            case Released released -> {
                if (!step.rules().deadLetter()) {
                    poison(step);
                } else if (released.dispatch().equals(dead.dispatch())) {
                    step.become(new Released(released.dispatch(), released.since(), Optional.of(dead.at())));
                }
            }
            case Running running -> {
                if (!step.rules().deadLetter()) {
                    poison(step);
                } else if (running.dispatch().equals(dead.dispatch())
                        && !running.lastHeard().isAfter(dead.at())) {
                    step.become(new Running(
                            running.dispatch(),
                            running.attempt(),
                            running.worker(),
                            running.startedAt(),
                            running.lastHeard(),
                            running.second(),
                            Optional.of(dead.at())));
                }
            }
            case Planned _, Queued _, Cancelling _, Succeeded _, Failed _, Cancelled _, Skipped _ -> {}
        }
    }

    static void swept(Step step, Input.Swept swept) {
        if (!swept.caughtUp()) {
            return;
        }
        Instant now = step.now();
        switch (step.state()) {
            case Released released -> released(step, released, swept);
            case Running running -> running(step, running);
            case Cancelling cancelling -> {
                if (silent(step, cancelling.lastHeard(), now)) {
                    step.cancelled("its worker is silent");
                }
            }
            case Failed _ ->
                step.committed()
                        .ifPresent(outcome -> step.succeed(outcome, "outcome of attempt " + outcome + " was found"));
            case Planned _, Queued _, Succeeded _, Cancelled _, Skipped _ -> {}
        }
    }

    private static void released(Step step, Released released, Input.Swept swept) {
        if (released.deadLettered().isPresent()) {
            neverStarted(step);
        } else if (silent(step, released.since(), step.now())
                && swept.idleSince()
                        .filter(idle -> silent(step, idle, step.now()))
                        .isPresent()) {
            step.story("released and silent", "while workers are idle: dispatched again");
            step.queueAgain(step.now(), Optional.empty());
        }
    }

    /**
     * Nobody said that it began, so nothing says that it kills: a worker that takes from another queue gives back what came here meanwhile, and the
     * broker counts each such return as a delivery. Still limited, should it kill before a word.
     */
    private static void neverStarted(Step step) {
        if (step.died(1)) {
            poison(step);
        } else {
            step.story("dead letter", "no attempt had begun: dispatched again");
            step.queueAgain(step.now(), Optional.empty());
        }
    }

    private static void running(Step step, Running running) {
        Instant now = step.now();
        if (Seconds.patienceIsOver(step, running, now)) {
            Seconds.firstIsDead(step, running, now);
        } else if (running.deadLettered()
                .filter(at -> !now.isBefore(at.plus(step.policy().patience())))
                .isPresent()) {
            poison(step);
        } else if (running.second().isEmpty() && silent(step, running.lastHeard(), now)) {
            step.story("suspect", running.worker(), "attempt %s is silent".formatted(running.attempt()));
            if (step.died(1)) {
                step.fail(
                        ErrorCode.POISON,
                        "%d attempts died".formatted(step.job().tally().dead()));
            } else {
                step.queueAgain(now, Optional.of(running.worker()));
            }
        }
    }

    private static boolean silent(Step step, Instant since, Instant now) {
        return !now.isBefore(since.plus(step.policy().silence()));
    }

    private static void poison(Step step) {
        step.fail(ErrorCode.POISON, "the broker gave up: every delivery ended without an acknowledgement");
    }
}
