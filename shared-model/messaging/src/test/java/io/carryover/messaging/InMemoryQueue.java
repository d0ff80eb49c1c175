/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A queue without a broker: same leases, same delivery counts, same dead letters. Each {@link #member} is a worker. */
public final class InMemoryQueue {
    private final ReentrantLock guard = new ReentrantLock();
    private final Condition changed = guard.newCondition();
    private final Map<Long, Item> items = new LinkedHashMap<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Queue queue;
    private final Duration lock;
    private final int deliveries;
    private final Clock clock;
    private long next;

    private static final class Item {
        final String key;
        final byte[] value;
        final Map<String, String> headers;
        final Instant writtenAt;
        int count;
        Optional<Member> holder = Optional.empty();
        Instant heldUntil = Instant.MIN;

        Item(String key, byte[] value, Map<String, String> headers, Instant writtenAt) {
            this.key = key;
            this.value = value;
            this.headers = headers;
            this.writtenAt = writtenAt;
        }
    }

    /** @param deliveries takes without an answer after which a job is a dead letter */
    public InMemoryQueue(Queue queue, Duration lock, int deliveries, Clock clock) {
        this.queue = queue;
        this.lock = lock;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Adds a job at the end. */
    public void send(String key, byte[] value) {
        send(key, value, Map.of());
    }

    /** As above, with headers. */
    public void send(String key, byte[] value, Map<String, String> headers) {
        guard.lock();
        try {
            items.put(next++, new Item(key, value.clone(), Map.copyOf(headers), clock.instant()));
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Keys of jobs that were rejected or delivered too often. */
    public List<String> deadLetters() {
        guard.lock();
        try {
            return List.copyOf(deadLetters);
        } finally {
            guard.unlock();
        }
    }

    /** Ends all leases, as a broker that restarts does. */
    public void expireLeases() {
        guard.lock();
        try {
            items.values().forEach(item -> item.heldUntil = Instant.MIN);
            changed.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Another worker's end of it. */
    public JobQueue member() {
        return new Member();
    }

    private final class Member implements JobQueue {
        @Override
        public Optional<Delivery> take(Duration patience) {
            long left = patience.toNanos();
            guard.lock();
            try {
                while (true) {
                    Optional<Delivery> taken = takeNow();
                    if (taken.isPresent() || left <= 0) {
                        return taken;
                    }
                    // A lease may end without anybody saying so.
                    long slice = Math.min(left, TimeUnit.MILLISECONDS.toNanos(10));
                    left -= slice - Math.max(0, changed.awaitNanos(slice));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            } finally {
                guard.unlock();
            }
        }

        private Optional<Delivery> takeNow() {
            for (Map.Entry<Long, Item> entry : List.copyOf(items.entrySet())) {
                Item item = entry.getValue();
                if (item.holder.isPresent() && item.heldUntil.isAfter(clock.instant())) {
                    continue;
                }
                if (item.count >= deliveries) {
                    bury(entry.getKey(), item);
                    continue;
                }
                item.count++;
                item.holder = Optional.of(this);
                item.heldUntil = clock.instant().plus(lock);
                return Optional.of(new Delivery(
                        queue, item.key, item.value, item.headers, item.count, 0, entry.getKey(), item.writtenAt));
            }
            return Optional.empty();
        }

        private void bury(long offset, Item item) {
            items.remove(offset);
            deadLetters.add(item.key);
        }

        @Override
        public Lease renew(Delivery delivery) {
            guard.lock();
            try {
                Optional<Item> item = held(delivery);
                item.ifPresent(i -> i.heldUntil = clock.instant().plus(lock));
                return item.isPresent() ? Lease.HELD : Lease.LOST;
            } finally {
                guard.unlock();
            }
        }

        @Override
        public Lease accept(Delivery delivery) {
            guard.lock();
            try {
                Optional<Item> item = held(delivery);
                item.ifPresent(i -> items.remove(delivery.offset()));
                return item.isPresent() ? Lease.HELD : Lease.LOST;
            } finally {
                guard.unlock();
            }
        }

        @Override
        public Lease reject(Delivery delivery) {
            guard.lock();
            try {
                Optional<Item> item = held(delivery);
                item.ifPresent(i -> bury(delivery.offset(), i));
                return item.isPresent() ? Lease.HELD : Lease.LOST;
            } finally {
                guard.unlock();
            }
        }

        @Override
        public void abandon(Delivery delivery) {
            close();
        }

        @Override
        public Duration lock() {
            return lock;
        }

        @Override
        public void close() {
            guard.lock();
            try {
                for (Item item : items.values()) {
                    if (item.holder.filter(h -> h == this).isPresent()) {
                        item.holder = Optional.empty();
                    }
                }
                changed.signalAll();
            } finally {
                guard.unlock();
            }
        }

        private Optional<Item> held(Delivery delivery) {
            return Optional.ofNullable(items.get(delivery.offset()))
                    .filter(i -> i.holder.filter(h -> h == this).isPresent() && i.heldUntil.isAfter(clock.instant()));
        }
    }
}
