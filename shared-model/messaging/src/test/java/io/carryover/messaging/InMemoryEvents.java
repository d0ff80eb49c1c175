/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.JobKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Events and control without a broker: keeps what workers say, and tells them what a test says. */
public final class InMemoryEvents implements EventSink, ControlView {
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private final List<WorkerEvent> events = new ArrayList<>();
    private final Map<JobKey, ControlState> states = new ConcurrentHashMap<>();
    private final Map<JobKey, List<Consumer<ControlState>>> listeners = new ConcurrentHashMap<>();
    private volatile boolean away;

    @Override
    public void publish(WorkerEvent event) {
        if (away) {
            throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "the broker is away");
        }
        guard.lock();
        try {
            events.add(event);
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void offer(WorkerEvent event) {
        if (!away) {
            publish(event);
        }
    }

    @Override
    public void close() {}

    /** All events so far, in order. */
    public List<WorkerEvent> events() {
        guard.lock();
        try {
            return List.copyOf(events);
        } finally {
            guard.unlock();
        }
    }

    /**
     * The first event of this type that fits, waiting for it.
     *
     * @throws AssertionError when none comes in time
     */
    public <E extends WorkerEvent> E await(Class<E> type, Predicate<E> fits, Duration patience) {
        long left = patience.toNanos();
        guard.lock();
        try {
            while (true) {
                Optional<E> found = events.stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .filter(fits)
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                if (left <= 0) {
                    throw new AssertionError("no " + type.getSimpleName() + " within " + patience + ": " + events);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            guard.unlock();
        }
    }

    /** As {@link #await(Class, Predicate, Duration)}, the first of its type within 20 s. */
    public <E extends WorkerEvent> E await(Class<E> type) {
        return await(type, e -> true, Duration.ofNanos(TimeUnit.SECONDS.toNanos(20)));
    }

    /** From now on every event fails, or no longer. */
    public void away(boolean isAway) {
        away = isAway;
    }

    /** Says this on control. */
    public void tell(ControlState state) {
        states.put(state.job(), state);
        listeners.getOrDefault(state.job(), List.of()).forEach(listener -> listener.accept(state));
    }

    @Override
    public Optional<ControlState> state(JobKey job) {
        return Optional.ofNullable(states.get(job));
    }

    @Override
    public boolean caughtUp() {
        return true;
    }

    @Override
    public Subscription listen(JobKey job, Consumer<ControlState> listener) {
        listeners.computeIfAbsent(job, j -> new CopyOnWriteArrayList<>()).add(listener);
        return () -> listeners.getOrDefault(job, List.of()).remove(listener);
    }
}
