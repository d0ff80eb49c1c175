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
 * A few threads that run numbered tasks together and wait for each other, thousands of times a second. The caller is one
 * of them. Which thread takes which task is left to chance: a task must write only what is its own. Threads wait a few
 * tens of microseconds awake, then sleep; {@link #close} ends them.
 */
public final class WorkTeam implements AutoCloseable {
    private static final int SPINS = 4_000;

    private final Thread[] helpers;
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;
    private int tasks;
    private IntConsumer task = _ -> {};

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

    /** Runs {@code task} for 0 … {@code tasks} - 1 and returns when all are done; the first failure is thrown again. */
    public void run(int tasks, IntConsumer task) {
        if (helpers.length == 0 || tasks == 1) {
            for (int i = 0; i < tasks; i++) {
                task.accept(i);
            }
            return;
        }
        this.tasks = tasks;
        this.task = task;
        next.set(0);
        busy.set(helpers.length);
        round.incrementAndGet();
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        take();
        for (int spins = 0; busy.get() > 0; spins++) {
            pause(spins);
        }
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    private void help() {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (round.get() == seen && !closed) {
                pause(spins++);
            }
            if (closed) {
                return;
            }
            seen++;
            take();
            busy.decrementAndGet();
        }
    }

    private void take() {
        try {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                task.accept(i);
            }
        } catch (RuntimeException | Error e) {
            next.set(tasks);
            failure.compareAndSet(null, e);
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
}
