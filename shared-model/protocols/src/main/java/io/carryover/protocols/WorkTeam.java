/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that run numbered tasks together, thousands of times a second. The caller is one of them, and waits for
 * tasks, not for threads: on a busy machine a helper that gets no processor costs nothing. Which thread takes which task is
 * left to chance: a task must write only what is its own. Threads wait some tens of microseconds awake, then sleep;
 * {@link #close} ends them. One caller at a time.
 */
public final class WorkTeam implements AutoCloseable {
    private static final int SPINS = 4_000;

    private final Thread[] helpers;
    private final Round none = new Round(0, _ -> {});
    private volatile Round current = none;
    private volatile boolean closed;

    /** @param threads how many work, the caller included; at least 1 */
    public WorkTeam(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] =
                    Thread.ofPlatform().daemon().name("carryover-maths-" + i).unstarted(this::help);
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    /** How many work, the caller included. */
    public int threads() {
        return helpers.length + 1;
    }

    /** Runs {@code task} for 0 … {@code tasks} - 1 and returns when all are done; the first failure is thrown again. */
    public void run(int tasks, IntConsumer task) {
        if (helpers.length == 0 || tasks == 1) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        Round round = new Round(tasks, task);
        current = round;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        round.take();
        for (int spins = 0; !round.done(); spins++) {
            pause(spins);
        }
        round.rethrow();
    }

    private void help() {
        // Not what is current by now: a thread may start after the first round began, and would sit it out.
        Round seen = none;
        while (!closed) {
            int spins = 0;
            while (current == seen && !closed) {
                pause(spins++);
            }
            seen = current;
            seen.take();
        }
    }

    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(50_000);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** The tasks of one call. A helper that comes late finds none left. */
    private static final class Round {
        private final int tasks;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Round(int tasks, IntConsumer task) {
            this.tasks = tasks;
            this.task = task;
            left = new AtomicInteger(tasks);
        }

        void take() {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    if (failure.get() == null) {
                        task.accept(i);
                    }
                } catch (RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                } finally {
                    left.decrementAndGet();
                }
            }
        }

        boolean done() {
            return left.get() == 0;
        }

        void rethrow() {
            Throwable thrown = failure.get();
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
            if (thrown instanceof Error e) {
                throw e;
            }
        }
    }
}
