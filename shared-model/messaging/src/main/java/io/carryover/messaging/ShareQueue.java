/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs from Kafka share groups: one job at a time over all queues of a worker. Each queue has a share group, and so a
 * consumer, of its own (one group over several topics would hand each of two workers one topic alone).
 *
 * <p>A consumer that was asked once goes on fetching by itself until a record has come, asked or not: it would hold a
 * job while this worker is busy with another. So while a job runs, no consumer may be left that was asked in vain. Those
 * are closed when a job comes, and followed by fresh ones, which join the group meanwhile and fetch nothing until they are
 * asked. A consumer that delivered needs nothing: it fetches again only when it is asked again. A worker of one queue
 * never closes its consumer.
 *
 * <p>If two queues deliver in the same moment, the second job goes to {@code surplus} with its lease held: hand it back
 * there, by the rules of the protocol; it is accepted afterwards.
 */
public final class ShareQueue implements JobQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ShareQueue.class);
    // Turn of one queue while all are idle: the next queue's jobs wait as long at most.
    private static final Duration TURN = Duration.ofMillis(40);

    private final Deque<QueueConsumer> consumers = new ArrayDeque<>();
    private final Consumer<Delivery> surplus;
    private Duration lock = Duration.ofSeconds(30);

    /**
     * Joins the groups of these queues; jobs come once the broker has let this worker in, within seconds.
     *
     * @param surplus tells the gateway that a job is given back at once; throws when it wasn't heard
     */
    public ShareQueue(KafkaSettings kafka, Collection<Queue> queues, Consumer<Delivery> surplus) {
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("a worker without a queue");
        }
        this.surplus = surplus;
        queues.forEach(queue -> consumers.add(new QueueConsumer(kafka, queue)));
    }

    @Override
    public Optional<Delivery> take(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            // One turn each, beginning with the queue that waited longest since it delivered.
            for (int turn = consumers.size(); turn > 0; turn--) {
                QueueConsumer consumer = consumers.removeFirst();
                consumers.addLast(consumer);
                Optional<Delivery> delivery = consumer.poll(turn(deadline));
                if (delivery.isPresent()) {
                    lock = consumer.lock().orElse(lock);
                    quietOthers(consumer);
                    return delivery;
                }
            }
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    @Override
    public Lease renew(Delivery delivery) {
        return holder(delivery).renew(delivery);
    }

    @Override
    public Lease accept(Delivery delivery) {
        return holder(delivery).accept(delivery);
    }

    @Override
    public Lease reject(Delivery delivery) {
        return holder(delivery).reject(delivery);
    }

    @Override
    public void abandon(Delivery delivery) {
        holder(delivery).abandon();
    }

    @Override
    public Duration lock() {
        return lock;
    }

    @Override
    public void close() {
        consumers.forEach(QueueConsumer::close);
    }

    private Duration turn(long deadline) {
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        return consumers.size() == 1 || left.compareTo(TURN) < 0 ? left : TURN;
    }

    private void quietOthers(QueueConsumer busy) {
        for (QueueConsumer other : consumers) {
            if (other != busy && other.isFetching()) {
                giveBack(other);
                other.replace();
            }
        }
    }

    private void giveBack(QueueConsumer other) {
        try {
            Optional<Delivery> second = other.poll(Duration.ZERO);
            if (second.isPresent()) {
                LOG.info("{} came while another was taken: given back", second.get());
                surplus.accept(second.get());
                other.accept(second.get());
            }
        } catch (RuntimeException e) {
            // Closing the consumer gives the job back to the broker.
            LOG.warn("a second job could not be given back by the rules: {}", e.toString());
        }
    }

    private QueueConsumer holder(Delivery delivery) {
        return consumers.stream()
                .filter(c -> c.queue().equals(delivery.queue()))
                .findFirst()
                .orElseThrow(() -> new CarryoverException(ErrorCode.INTERNAL, "not of this worker: " + delivery));
    }
}
