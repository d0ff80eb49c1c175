/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.Outage;
import io.carryover.messaging.TopicsAdmin;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The sweeper's clock: listens whether hearing is good, and sweeps while it is. */
final class Watch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Watch.class);
    private static final int ROUNDS_PER_LOOK_AGAIN = 12;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Hearing hearing;
    private final Sweeper sweeper;
    private final QueueList queues;
    private final JobGauges gauges;
    private final TopicsAdmin admin;
    private final Duration every;
    private final Duration silence;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Outage outage = new Outage("sweeper");

    private Watch(
            Hearing hearing,
            Sweeper sweeper,
            QueueList queues,
            JobGauges gauges,
            TopicsAdmin admin,
            Duration every,
            Duration silence) {
        this.hearing = hearing;
        this.sweeper = sweeper;
        this.queues = queues;
        this.gauges = gauges;
        this.admin = admin;
        this.every = every;
        this.silence = silence;
        this.thread = Thread.ofPlatform().name("sweep").daemon().unstarted(this::run);
    }

    static Watch start(
            Hearing hearing,
            Sweeper sweeper,
            QueueList queues,
            JobGauges gauges,
            TopicsAdmin admin,
            Duration every,
            Duration silence) {
        Watch watch = new Watch(hearing, sweeper, queues, gauges, admin, every, silence);
        watch.thread.start();
        return watch;
    }

    /** Who did not answer at the last look, broker or database. */
    Optional<String> unreadyBecause() {
        return outage.reason();
    }

    private void run() {
        try {
            for (long round = 1; !closing.await(every.toNanos(), TimeUnit.NANOSECONDS); round++) {
                round(round);
            }
        } catch (InterruptedException e) {
            LOG.debug("sweeper interrupted");
        }
    }

    private void round(long round) {
        try {
            gauges.refresh();
            hearing.look();
            outage.over();
        } catch (RuntimeException e) {
            hearing.deaf();
            outage.failed(e);
            return;
        }
        try {
            if (hearing.meansSomething(silence)) {
                sweeper.sweep();
                if (round % ROUNDS_PER_LOOK_AGAIN == 0) {
                    sweeper.lookAgain();
                }
            }
            if (round % ROUNDS_PER_LOOK_AGAIN == 0) {
                for (Queue queue : queues.all()) {
                    admin.trim(queue);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("sweep failed and goes on: %s", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
