/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.machine.JobState.Running;
import io.carryover.contracts.machine.JobState.Second;
import java.time.Instant;
import java.util.Optional;

/**
 * Second starts of a job that has an attempt. Kafka may deliver again while the first still computes (a relay that sent
 * twice, a broker that forgot its leases) or because it died; only a word of the first after the second's start tells which.
 */
final class Seconds {
    private Seconds() {}

    static void started(Step step, Running running, Attempt who, Instant at) {
        if (who.attempt().equals(running.attempt())
                || running.second()
                        .filter(s -> s.attempt().equals(who.attempt()))
                        .isPresent()) {
            return;
        }
        var second = new Second(who.dispatch(), who.attempt(), who.worker(), at, false);
        if (!step.rules().fresh()
                && running.lastHeard().plus(step.policy().silence()).isAfter(at)) {
            stop(step, running, who);
            return;
        }
        // An earlier second is forgotten: if it lives, its next heartbeat stops it.
        step.become(new Running(
                running.dispatch(),
                running.attempt(),
                running.worker(),
                running.startedAt(),
                running.lastHeard(),
                Optional.of(second),
                running.deadLettered()));
        step.story("second start", who.worker(), "attempt %s beside %s".formatted(who.attempt(), running.attempt()));
    }

    /** An attempt of this run is alive at {@code at}. */
    static void heard(Step step, Running running, Attempt who, Instant at) {
        if (who.attempt().equals(running.attempt())) {
            first(step, running, at);
        } else if (running.second()
                .filter(s -> s.attempt().equals(who.attempt()))
                .isPresent()) {
            if (patienceIsOver(step, running, at)) {
                firstIsDead(step, running, at);
            }
        } else if (!step.job().stopped().contains(who.attempt())) {
            stop(step, running, who);
        }
    }

    /** A second that gave up by itself: its record is acknowledged, so if the first is dead the job must be queued. */
    static void left(Step step, Running running, Attempt who) {
        running.second()
                .filter(s -> s.attempt().equals(who.attempt()))
                .ifPresent(s -> step.become(new Running(
                        running.dispatch(),
                        running.attempt(),
                        running.worker(),
                        running.startedAt(),
                        running.lastHeard(),
                        Optional.of(new Second(s.dispatch(), s.attempt(), s.worker(), s.since(), true)),
                        running.deadLettered())));
    }

    /** Whether a second waits and the first could have spoken twice since. */
    static boolean patienceIsOver(Step step, Running running, Instant at) {
        return running.second()
                .filter(second -> !at.isBefore(second.since().plus(step.policy().patience())))
                .isPresent();
    }

    /** The first kept silent: the second has the job now. */
    static void firstIsDead(Step step, Running running, Instant at) {
        Second second = running.second().orElseThrow();
        step.story("lost", running.worker(), "attempt %s was not heard again".formatted(running.attempt()));
        if (step.rules().count()) {
            step.tally(step.job().tally().died());
            if (step.job().tally().dead() >= step.policy().deadLimit()) {
                step.fail(
                        ErrorCode.POISON,
                        "%d attempts died".formatted(step.job().tally().dead()));
                return;
            }
        }
        step.stop(running.attempt());
        if (second.gone()) {
            step.queueAgain(at, Optional.empty());
            return;
        }
        step.become(new Running(
                second.dispatch(),
                second.attempt(),
                second.worker(),
                second.since(),
                second.since(),
                Optional.empty(),
                running.deadLettered().filter(second.since()::isBefore)));
        step.story("adopted", second.worker(), "attempt " + second.attempt());
    }

    private static void first(Step step, Running running, Instant at) {
        boolean later = running.second().filter(s -> at.isAfter(s.since())).isPresent();
        if (later) {
            Second second = running.second().orElseThrow();
            step.stop(second.attempt());
            step.story("stopped", second.worker(), "attempt %s: the first lives".formatted(second.attempt()));
        }
        step.become(new Running(
                running.dispatch(),
                running.attempt(),
                running.worker(),
                running.startedAt(),
                at.isAfter(running.lastHeard()) ? at : running.lastHeard(),
                later ? Optional.empty() : running.second(),
                running.deadLettered().filter(at::isBefore)));
    }

    private static void stop(Step step, Running running, Attempt who) {
        step.stop(who.attempt());
        step.story("stopped", who.worker(), "attempt %s: %s has the job".formatted(who.attempt(), running.attempt()));
    }
}
