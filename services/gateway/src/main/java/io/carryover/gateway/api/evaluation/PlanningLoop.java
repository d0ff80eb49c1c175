/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.gateway.api.analysis.Analyses;
import io.carryover.gateway.core.run.Starting;
import io.carryover.messaging.Outage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps planning going on this gateway: at once when kicked, else by looking a few times a second. */
@ApplicationScoped
public class PlanningLoop {
    private static final Duration PACE = Duration.ofMillis(300);
    /** After a failure, so that an absent database is not asked in a storm. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Planning planning;
    private final Analyses analyses;
    private final Starting starting;
    private final Outage outage = new Outage("planning");
    private final Turns turns = new Turns();
    private final Semaphore kicks = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread thread;

    @Inject
    PlanningLoop(Planning planning, Analyses analyses, Starting starting) {
        this.planning = planning;
        this.analyses = analyses;
        this.starting = starting;
    }

    void start(@Observes StartupEvent started) {
        starting.then(() ->
                thread = Thread.ofPlatform().daemon().name("gateway planning").start(this::run));
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping = true;
        kick();
        Thread running = thread;
        if (running != null) {
            running.join(Duration.ofSeconds(10));
        }
    }

    /** Looks soon. */
    public void kick() {
        kicks.release();
    }

    private void run() {
        while (!stopping) {
            boolean evaluations = tried(this::planRound);
            // After them: an analysis that can't be planned holds up no evaluation.
            boolean all = tried(() -> analyses.due().forEach(analyses::advance)) && evaluations;
            if (all) {
                outage.over();
            }
            Duration pause = all ? PACE : PAUSE;
            try {
                if (kicks.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    kicks.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Looks anew after each turn: an evaluation that came meanwhile doesn't wait for the end of the round. */
    private void planRound() {
        Optional<EvaluationId> next = turns.next(planning.due());
        while (next.isPresent() && !stopping) {
            planning.advance(next.get());
            next = turns.next(planning.due());
        }
    }

    private boolean tried(Runnable part) {
        try {
            part.run();
            return true;
        } catch (RuntimeException e) {
            if (!stopping) {
                outage.failed(e);
            }
            return false;
        }
    }
}
