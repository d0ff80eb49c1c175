/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Queue;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.JobQueue;
import io.carryover.messaging.Outage;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: takes one job after another from its queues, computes them and reports. It has no state of its own: whatever
 * kills it, another goes on.
 */
public final class WorkerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final WorkerSettings settings;
    private final WorkerPorts ports;
    private final Handlers handlers;
    private final CountDownLatch draining = new CountDownLatch(1);
    private final Semaphore announceNow = new Semaphore(0);
    private final Outage outage;
    private final Speaker speaker;
    private final Thread thread;
    private final Thread announcer;
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private volatile Condition condition = new Condition(State.UNREADY, Optional.of("starting"));

    /** What a worker is at. */
    public enum State {
        UNREADY,
        IDLE,
        BUSY,
        DRAINING,
        LEFT;

        String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * How a worker is.
     *
     * @param reason why it is unready: error code and what is wrong
     */
    public record Condition(State state, Optional<String> reason) {}

    public WorkerLoop(WorkerSettings settings, WorkerPorts ports, Handlers handlers) {
        this.settings = settings;
        this.ports = ports;
        this.handlers = handlers;
        this.outage = new Outage("worker " + settings.worker());
        this.speaker = new Speaker(ports.events(), draining, settings.stopGrace());
        this.thread = Thread.ofPlatform().name("worker").daemon().unstarted(this::work);
        this.announcer = Thread.ofPlatform().name("worker-announcer").daemon().unstarted(this::announce);
    }

    /** Begins to work. */
    public void start() {
        announcer.start();
        thread.start();
    }

    /** How it is, for health checks and pages. */
    public Condition condition() {
        return condition;
    }

    /** Completes when it has left, by itself or since it was closed. */
    public CompletionStage<Void> left() {
        return left.minimalCompletionStage();
    }

    /**
     * Shuts down in good order and waits for it: takes nothing new, lets a job end or checkpoint and hands it back, says
     * that it left. Takes three times the stop grace at most.
     */
    @Override
    public void close() {
        if (condition.state() != State.LEFT) {
            become(State.DRAINING, Optional.empty());
        }
        draining.countDown();
        try {
            if (!thread.join(settings.stopGrace().multipliedBy(3).plusSeconds(5))) {
                LOG.error("the worker does not end");
            }
            announceNow.release();
            announcer.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        if (awaitReady()) {
            try (JobQueue queue =
                    ports.queues().open(settings.queues(), second -> Surplus.handBack(second, settings, ports))) {
                become(State.IDLE, Optional.empty());
                takeAll(queue);
            } catch (RuntimeException e) {
                LOG.error("the worker ends by a defect", e);
                become(State.UNREADY, Optional.of(e.toString()));
                ports.exit().run();
            }
        }
        try {
            ports.events().publish(new WorkerEvent.Left(WorkerEvent.VERSION, settings.worker()));
        } catch (RuntimeException e) {
            LOG.warn("left without a word: {}", e.getMessage());
        }
        condition = new Condition(State.LEFT, Optional.empty());
        left.complete(null);
    }

    /** Until it is told to stop, or its shift is over. */
    private void takeAll(JobQueue queue) {
        int taken = 0;
        long idleSince = System.nanoTime();
        while (draining.getCount() > 0
                && !settings.shift().isOver(taken, Duration.ofNanos(System.nanoTime() - idleSince))) {
            if (takeOne(queue)) {
                taken++;
                idleSince = System.nanoTime();
            }
        }
        draining.countDown();
    }

    private boolean awaitReady() {
        while (draining.getCount() > 0) {
            try {
                ports.queues().check(settings.queues());
                ports.store().check();
                outage.over();
                if (caughtUp()) {
                    return true;
                }
            } catch (CarryoverException e) {
                outage.failed(e);
                unready(e.code() + ": " + e.getMessage());
                pause(RETRY);
            }
        }
        return false;
    }

    /**
     * Whether what the gateway has said is read, after a while at most. Broker and store are asked again only then: they have more to
     * do where a crowd of workers begins.
     */
    private boolean caughtUp() {
        long until = System.nanoTime() + RETRY.toNanos();
        while (!ports.control().caughtUp()) {
            if (draining.getCount() == 0 || System.nanoTime() > until) {
                return false;
            }
            unready("reading what the gateway has said");
            pause(Duration.ofMillis(50));
        }
        return true;
    }

    /** Whether there was one. */
    private boolean takeOne(JobQueue queue) {
        long began = System.nanoTime();
        Optional<Delivery> delivery;
        try {
            delivery = queue.take(PATIENCE);
            outage.over();
        } catch (CarryoverException e) {
            outage.failed(e);
            pause(Duration.ofSeconds(1));
            return false;
        }
        ports.metrics().idle(Duration.ofNanos(System.nanoTime() - began));
        if (delivery.isEmpty()) {
            return false;
        }
        ports.metrics().busy(true);
        if (draining.getCount() > 0) {
            become(State.BUSY, Optional.empty());
        }
        try {
            new JobRun(settings, ports, handlers, speaker, draining, queue, delivery.get()).run();
        } catch (RuntimeException e) {
            // Never silently: the record goes to another worker when this one leaves the group.
            LOG.error("{} was given up by a defect", delivery.get(), e);
            queue.abandon(delivery.get());
        } finally {
            ports.metrics().busy(false);
            if (draining.getCount() > 0) {
                become(State.IDLE, Optional.empty());
            }
        }
        return true;
    }

    private void unready(String reason) {
        if (!condition.reason().equals(Optional.of(reason))) {
            become(State.UNREADY, Optional.of(reason));
            announceNow.release();
        }
    }

    private void become(State state, Optional<String> reason) {
        Condition before = condition;
        condition = new Condition(state, reason);
        boolean busyOrIdle = (before.state() == State.IDLE || before.state() == State.BUSY)
                && (state == State.IDLE || state == State.BUSY);
        if (!busyOrIdle) {
            announceNow.release();
        }
    }

    private void pause(Duration duration) {
        try {
            if (draining.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("the worker shuts down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            draining.countDown();
        }
    }

    private void announce() {
        TreeMap<String, Integer> versions = new TreeMap<>();
        for (Queue queue : settings.queues()) {
            versions.put(queue.id(), JobMessage.VERSION);
        }
        try {
            while (condition.state() != State.LEFT) {
                Condition now = condition;
                ports.events()
                        .offer(new WorkerEvent.Announced(
                                WorkerEvent.VERSION,
                                settings.worker(),
                                settings.queues(),
                                versions,
                                settings.devices(),
                                now.state().id(),
                                now.reason(),
                                settings.codeVersion()));
                if (announceNow.tryAcquire(settings.announce().toNanos(), TimeUnit.NANOSECONDS)) {
                    announceNow.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("announcer is interrupted");
        }
    }
}
