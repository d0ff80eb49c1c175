/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The steps of a start that need others: database, broker, object store. One after another, each tried until it succeeds, so
 * that a process that is started before its friends stays up, says what it lacks, and begins by itself. With all friends
 * there, everything has happened when {@link #then} returns.
 */
public final class PatientStart implements AutoCloseable {
    /** The HTTP port opens when the start returns: a probe must be answered before somebody loses patience. */
    private static final Duration FIRST_TRY = Duration.ofSeconds(10);

    private final Outage outage;
    private final LinkedBlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean late;

    /** @param done completes when it succeeded, or when its first try failed */
    private record Step(Runnable action, CompletableFuture<Boolean> done) {}

    /** @param who stands in the log */
    public PatientStart(String who) {
        this.outage = new Outage(who);
        this.thread = Thread.ofPlatform().name("start " + who).daemon().start(this::run);
    }

    /**
     * Adds a step behind those that are there, and waits for its first try, a while.
     *
     * @throws RuntimeException of the first try, where nobody can mend that from outside: the process can't run
     */
    public void then(Runnable action) {
        var step = new Step(action, new CompletableFuture<>());
        open.incrementAndGet();
        steps.add(step);
        if (late) {
            return;
        }
        try {
            late = !step.done().get(FIRST_TRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            late = true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why it isn't done, while it isn't. */
    public Optional<String> unreadyBecause() {
        return outage.reason().or(() -> open.get() > 0 ? Optional.of("starting") : Optional.empty());
    }

    /** Tries no more. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                Step step = steps.take();
                if (succeeded(step)) {
                    open.decrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean succeeded(Step step) throws InterruptedException {
        Backoff backoff = new Backoff();
        do {
            try {
                step.action().run();
                outage.over();
                step.done().complete(true);
                return true;
            } catch (RuntimeException e) {
                boolean first = !step.done().isDone();
                if (first && !late && !Outage.isMendable(e)) {
                    step.done().completeExceptionally(e);
                    return false;
                }
                outage.failed(e);
                late = true;
                step.done().complete(false);
            }
        } while (!closing.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS));
        return false;
    }
}
