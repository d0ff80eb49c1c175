/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.machine.WorkerRules;
import io.carryover.contracts.machine.WorkerRules.Tick;
import io.carryover.messaging.ControlView;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.JobQueue;
import io.carryover.messaging.JobQueue.Lease;
import io.carryover.worker.AttemptContext.Stop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a job while it is computed: renews the lease, speaks for it, and passes on that it shall stop. */
final class Hold {
    private static final Logger LOG = LoggerFactory.getLogger(Hold.class);
    private static final int THREADS_LONGEST = 60_000;
    /** People watch: an attempt says soon how far it is, and then less and less often up to the heartbeat's pace. */
    private static final Duration FIRST_WORD = Duration.ofSeconds(1);
    // A shutdown is looked at so often; everything else wakes the loop.
    private static final Duration LONGEST_NAP = Duration.ofMillis(500);

    private final WorkerSettings settings;
    private final WorkerPorts ports;
    private final CountDownLatch draining;
    private final JobQueue queue;
    private final Delivery delivery;
    private final Semaphore wake = new Semaphore(0);
    private boolean leaseHeld = true;

    /** What became of a computation. */
    sealed interface Result {
        record Ended(Computation.End end) implements Result {}

        /** It neither gets on nor ends. */
        record Hung(String threads) implements Result {}
    }

    Hold(WorkerSettings settings, WorkerPorts ports, CountDownLatch draining, JobQueue queue, Delivery delivery) {
        this.settings = settings;
        this.ports = ports;
        this.draining = draining;
        this.queue = queue;
        this.delivery = delivery;
    }

    void wake() {
        wake.release();
    }

    boolean isLeaseHeld() {
        return leaseHeld;
    }

    Result until(Computation computation, AttemptContext context, JobMessage message, Attempt attempt) {
        long renewEvery = queue.lock().toNanos() / 3;
        long nextRenewal = System.nanoTime() + renewEvery;
        long pace = Math.min(FIRST_WORD.toNanos(), settings.heartbeat().toNanos());
        long nextHeartbeat = System.nanoTime() + pace;
        long interruptAt = Long.MAX_VALUE;
        long giveUpAt = Long.MAX_VALUE;
        Duration stallLimit = settings.stallLimit(message.spec().kind());
        try (ControlView.Subscription told = ports.control().listen(attempt.job(), state -> wake())) {
            computation.start();
            while (true) {
                Computation.End end = computation.end();
                if (end != null) {
                    return new Result.Ended(end);
                }
                Tick tick = WorkerRules.onTick(
                        attempt.run(),
                        attempt.attempt(),
                        ports.control().state(attempt.job()),
                        leaseHeld,
                        context.still(),
                        stallLimit);
                long now = System.nanoTime();
                if (tick == Tick.STALLED || now >= giveUpAt) {
                    return new Result.Hung(Story.threads(THREADS_LONGEST));
                }
                Stop why = tick == Tick.STOP ? Stop.TOLD : draining.getCount() == 0 ? Stop.DRAIN : Stop.NO;
                if (why != Stop.NO && giveUpAt == Long.MAX_VALUE) {
                    interruptAt = now + settings.stopGrace().toNanos();
                    giveUpAt = now + 2 * settings.stopGrace().toNanos();
                }
                if (why != Stop.NO) {
                    context.stop(why);
                }
                if (now >= interruptAt) {
                    interruptAt = Long.MAX_VALUE;
                    computation.interrupt();
                }
                if (leaseHeld && now >= nextRenewal) {
                    renew();
                    nextRenewal = System.nanoTime() + renewEvery;
                }
                if (now >= nextHeartbeat) {
                    ports.events()
                            .offer(new WorkerEvent.Heartbeat(WorkerEvent.VERSION, attempt, context.currentProgress()));
                    pace = Math.min(2 * pace, settings.heartbeat().toNanos());
                    nextHeartbeat = now + pace;
                }
                long next = Math.min(Math.min(leaseHeld ? nextRenewal : Long.MAX_VALUE, nextHeartbeat), interruptAt);
                nap(Math.min(next - System.nanoTime(), LONGEST_NAP.toNanos()));
            }
        }
    }

    private void renew() {
        if (queue.renew(delivery) == Lease.LOST) {
            LOG.warn("{}: lease lost, computing on until told to stop", delivery);
            leaseHeld = false;
            ports.metrics().leaseLost(delivery.queue());
        }
    }

    private void nap(long nanos) {
        try {
            if (wake.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts the worker's thread but a process that ends anyway.
            Thread.currentThread().interrupt();
            draining.countDown();
        }
    }
}
