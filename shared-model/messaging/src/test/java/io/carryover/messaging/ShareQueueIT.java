/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.JobQueue.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShareQueueIT extends JobQueueContract {
    private static final Queue SECOND = Queue.parse("imports.cpu");

    @Override
    Duration lock() {
        return Duration.ofSeconds(3);
    }

    @Override
    Fixture fixture() {
        Broker broker = new Broker().with(lock(), QUEUE);
        return new Fixture() {
            @Override
            public void send(String key, byte[] value) {
                broker.send(broker.kafka().topics().jobs(QUEUE), key, value);
            }

            @Override
            public JobQueue member() {
                return new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {});
            }

            @Override
            public List<String> deadLetters(int count) {
                return broker.read(broker.kafka().topics().deadLetters(QUEUE), count).stream()
                        .map(ConsumerRecord::key)
                        .toList();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    @Test
    void oneJobIsHeldWhileFiveThousandPass() {
        try (Broker broker = new Broker().with(Duration.ofSeconds(15), QUEUE);
                ShareQueue holder = new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {});
                ShareQueue other = new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {})) {
            String topic = broker.kafka().topics().jobs(QUEUE);
            broker.send(topic, "long", "long".getBytes(UTF_8));
            Delivery held = takeSoon(holder);
            assertThat(other.take(Duration.ofSeconds(3))).isEmpty();
            for (int i = 0; i < 5_000; i++) {
                broker.sendLater(topic, "short" + i, new byte[0]);
            }
            assertThat(holder.renew(held)).isEqualTo(Lease.HELD);
            long began = System.nanoTime();
            long renewed = began;
            for (int i = 0; i < 5_000; i++) {
                Optional<Delivery> next = other.take(Duration.ofSeconds(10));
                assertThat(next)
                        .as("short job %d behind the one that is held", i)
                        .isPresent();
                assertThat(other.accept(next.orElseThrow())).isEqualTo(Lease.HELD);
                if (System.nanoTime() - renewed > Duration.ofSeconds(2).toNanos()) {
                    assertThat(holder.renew(held)).isEqualTo(Lease.HELD);
                    renewed = System.nanoTime();
                }
            }
            System.out.printf(
                    "MEASURED 5000 jobs passed one that is held in %.1f s%n", (System.nanoTime() - began) / 1e9);
            assertThat(holder.accept(held)).isEqualTo(Lease.HELD);
            // The broker notes where a group stands with the next change after it.
            broker.send(topic, "after", new byte[0]);
            assertThat(holder.accept(takeSoon(holder))).isEqualTo(Lease.HELD);
            assertThat(broker.admin().trim(QUEUE))
                    .hasEntrySatisfying(0, kept -> assertThat(kept).isBetween(5_001L, 5_002L));
        }
    }

    @Test
    void aWorkerOfTwoQueuesLeavesTheOtherQueueAloneWhileItIsBusy() {
        List<String> given = new ArrayList<>();
        try (Broker broker = new Broker().with(Duration.ofSeconds(15), QUEUE, SECOND);
                ShareQueue both = new ShareQueue(broker.kafka(), List.of(QUEUE, SECOND), d -> given.add(d.key()))) {
            broker.send(broker.kafka().topics().jobs(QUEUE), "first", new byte[0]);
            Delivery held = takeSoon(both);
            try (ShareQueue other = new ShareQueue(broker.kafka(), List.of(SECOND), surplus -> {})) {
                for (int i = 0; i < 5; i++) {
                    broker.send(broker.kafka().topics().jobs(SECOND), "import" + i, new byte[0]);
                    Delivery next = takeSoon(other);
                    assertThat(next.key()).isEqualTo("import" + i);
                    if (i > 0) {
                        // The consumer of the other queue may have asked already and be leaving only now: with one
                        // record at most.
                        assertThat(next.count()).isEqualTo(1);
                    }
                    assertThat(other.accept(next)).isEqualTo(Lease.HELD);
                    assertThat(both.renew(held)).isEqualTo(Lease.HELD);
                }
            }
            assertThat(both.accept(held)).isEqualTo(Lease.HELD);
            broker.send(broker.kafka().topics().jobs(SECOND), "last", new byte[0]);
            Delivery last = takeSoon(both);
            assertThat(last.queue()).isEqualTo(SECOND);
            assertThat(both.accept(last)).isEqualTo(Lease.HELD);
            assertThat(given).isEmpty();
        }
    }

    @Test
    void theNextJobStartsSoonAfterItIsReleased() {
        try (Broker broker = new Broker().with(Duration.ofSeconds(15), QUEUE, SECOND);
                ShareQueue one = new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {});
                ShareQueue both = new ShareQueue(broker.kafka(), List.of(SECOND, QUEUE), surplus -> {})) {
            broker.send(broker.kafka().topics().jobs(QUEUE), "warm", new byte[0]);
            one.accept(takeSoon(one));
            print("one queue, sent while idle", latencies(broker, one, QUEUE, 50));
            one.close();
            broker.send(broker.kafka().topics().jobs(SECOND), "warm", new byte[0]);
            both.accept(takeSoon(both));
            print("two queues, sent while idle", latencies(broker, both, SECOND, 20));
            assertThat(both.take(Duration.ofMillis(100))).isEmpty();
        }
    }

    private static double[] latencies(Broker broker, ShareQueue queue, Queue topic, int n) {
        double[] ms = new double[n];
        for (int i = 0; i < n; i++) {
            broker.send(broker.kafka().topics().jobs(topic), "k" + i, new byte[0]);
            long sent = System.nanoTime();
            Delivery next = takeSoon(queue);
            ms[i] = (System.nanoTime() - sent) / 1e6;
            queue.accept(next);
        }
        Arrays.sort(ms);
        return ms;
    }

    private static void print(String what, double[] ms) {
        System.out.printf(
                "MEASURED %s: median %.1f ms, p90 %.1f ms, max %.1f ms%n",
                what, ms[ms.length / 2], ms[ms.length * 9 / 10], ms[ms.length - 1]);
    }
}
