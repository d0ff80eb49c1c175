/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.machine.JobState.Running;
import io.carryover.contracts.machine.JobState.Second;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Second starts of a job that has an attempt. Kafka may deliver again while the first still computes (a relay that sent
 * twice, a broker that forgot its leases) or because it died; only a word of the first after the second's start tells which.
 */
final class Seconds {
    private Seconds() {}

    static void started(Step step, Running running, Attempt who, Instant at) {
        if (who.attempt().equals(running.attempt()) || isSecond(running, who) || isEarlier(running, who)) {
            return;
        }
        if (!step.rules().fresh()
                && running.lastHeard().plus(step.policy().silence()).isAfter(at)) {
            stop(step, running, who);
            return;
        }
        SortedSet<AttemptId> earlier = new TreeSet<>();
        running.second().ifPresent(before -> {
            earlier.addAll(before.earlier());
            if (!before.gone()) {
                earlier.add(before.attempt());
            }
        });
        var second = new Second(who.dispatch(), who.attempt(), who.worker(), at, false, earlier);
        step.become(with(running, Optional.of(second)));
        step.story("second start", who.worker(), "attempt " + who.attempt() + " beside " + running.attempt());
    }

    /** An attempt of this run is alive at {@code at}. */
    static void heard(Step step, Running running, Attempt who, Instant at) {
        if (who.attempt().equals(running.attempt())) {
            first(step, running, at);
        } else if (isSecond(running, who)) {
            if (patienceIsOver(step, running, at)) {
                firstIsDead(step, running, at);
            }
        } else if (!step.job().stopped().contains(who.attempt())) {
            forget(step, running, who);
            stop(step, running, who);
        }
    }

    /** A second that ended by itself has acknowledged its record: if the first is dead, the job must be queued. */
    static void left(Step step, Running running, Attempt who) {
        if (isSecond(running, who)) {
            Second s = running.second().orElseThrow();
            step.become(with(
                    running,
                    Optional.of(new Second(s.dispatch(), s.attempt(), s.worker(), s.since(), true, s.earlier()))));
        } else {
            forget(step, running, who);
        }
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
        step.story("lost", running.worker(), "attempt " + running.attempt() + " was not heard again");
        if (step.rules().count() && step.died(1 + second.earlier().size())) {
            step.fail(ErrorCode.POISON, "" + step.job().tally().dead() + " attempts died");
            return;
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
            step.story("stopped", second.worker(), "attempt " + second.attempt() + ": the first lives");
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
        step.story("stopped", who.worker(), "attempt " + who.attempt() + ": " + running.attempt() + " has the job");
    }

    /** An earlier second was heard: it is not dead. */
    private static void forget(Step step, Running running, Attempt who) {
        if (isEarlier(running, who)) {
            Second s = running.second().orElseThrow();
            var earlier = new TreeSet<>(s.earlier());
            earlier.remove(who.attempt());
            step.become(with(
                    running,
                    Optional.of(new Second(s.dispatch(), s.attempt(), s.worker(), s.since(), s.gone(), earlier))));
        }
    }

    private static boolean isSecond(Running running, Attempt who) {
        return running.second().filter(s -> s.attempt().equals(who.attempt())).isPresent();
    }

    private static boolean isEarlier(Running running, Attempt who) {
        return running.second().filter(s -> s.earlier().contains(who.attempt())).isPresent();
    }

    private static Running with(Running running, Optional<Second> second) {
        return new Running(
                running.dispatch(),
                running.attempt(),
                running.worker(),
                running.startedAt(),
                running.lastHeard(),
                second,
                running.deadLettered());
    }
}
