/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.Outage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Releases as soon as it is told that there is room or work, and looks by itself now and then for retries whose time has come. */
final class ReleaseLoop implements AutoCloseable {
    private static final Duration LOOKS = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Releaser releaser;
    private final QueueList queues;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Set<Queue> touched = new HashSet<>();
    private final Thread thread;
    private final Outage outage = new Outage("release");
    private boolean closed;

    private ReleaseLoop(Releaser releaser, QueueList queues) {
        this.releaser = releaser;
        this.queues = queues;
        this.thread = Thread.ofPlatform().name("release").daemon().unstarted(this::run);
    }

    static ReleaseLoop start(Releaser releaser, QueueList queues) {
        ReleaseLoop loop = new ReleaseLoop(releaser, queues);
        loop.thread.start();
        return loop;
    }

    void wake(Set<Queue> those) {
        lock.lock();
        try {
            touched.addAll(those);
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long lookAt = System.nanoTime();
        while (true) {
            try {
                Set<Queue> now = next(lookAt);
                if (isClosed()) {
                    return;
                }
                if (System.nanoTime() - lookAt >= 0) {
                    now.addAll(queues.withRunnableJobs());
                    lookAt = System.nanoTime() + LOOKS.toNanos();
                }
                for (Queue queue : now) {
                    releaser.release(queue);
                }
                outage.over();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                outage.failed(e);
                lookAt = System.nanoTime() + LOOKS.toNanos();
            }
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to do, at most until {@code lookAt}. */
    private Set<Queue> next(long lookAt) throws InterruptedException {
        lock.lock();
        try {
            while (touched.isEmpty() && !closed) {
                long left = lookAt - System.nanoTime();
                if (left <= 0 || !woken.await(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            }
            Set<Queue> now = new HashSet<>(touched);
            touched.clear();
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
