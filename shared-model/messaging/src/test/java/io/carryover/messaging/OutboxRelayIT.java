/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.messaging.JobQueue.Lease;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    private static final Queue QUEUE = Queue.parse("heads.cpu");
    private static final Duration LOCK = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(250);

    /** An outbox table without a database; may forget to mark, as one does that crashes. */
    private static final class Table implements OutboxStore {
        private final TreeMap<Long, OutboxRow> rows = new TreeMap<>();
        private long next = 1;
        private int crashes;

        synchronized void add(String topic, String key, String value) {
            Map<String, String> headers =
                    new Envelope("/test", Clock.systemUTC()).headers("job", 1, key, Optional.of("00-ab-cd-01"));
            rows.put(
                    next,
                    new OutboxRow(
                            next,
                            topic,
                            key,
                            value.getBytes(UTF_8),
                            headers,
                            Clock.systemUTC().instant()));
            next++;
        }

        synchronized void crash(int times) {
            crashes = times;
        }

        @Override
        public synchronized List<OutboxRow> next(int limit) {
            return rows.values().stream().limit(limit).toList();
        }

        @Override
        public synchronized void markSent(List<Long> ids) {
            if (crashes > 0) {
                crashes--;
                throw new IllegalStateException("crashed before marking");
            }
            ids.forEach(rows::remove);
        }

        synchronized boolean isEmpty() {
            return rows.isEmpty();
        }
    }

    private static void awaitEmpty(Table table) {
        for (int i = 0; i < 2000 && !table.isEmpty(); i++) {
            JobQueueContract.let(Duration.ofMillis(20));
        }
        assertThat(table.isEmpty()).isTrue();
    }

    @Test
    void rowsOfAKeyKeepTheirOrderAndACrashSendsAgain() {
        Table table = new Table();
        try (Broker broker = new Broker().with(LOCK, QUEUE)) {
            String topic = broker.kafka().topics().results();
            for (int i = 0; i < 1_200; i++) {
                table.add(topic, "k" + i % 7, "v" + i);
            }
            table.crash(1);
            try (OutboxRelay relay = OutboxRelay.start(table, broker.kafka(), POLL, Clock.systemUTC())) {
                awaitEmpty(table);
                relay.close();
                assertThat(relay.sent()).isEqualTo(1_200);
            }
            List<ConsumerRecord<String, byte[]>> sent = broker.read(topic, 1_700);
            assertThat(sent).hasSize(1_700);
            Map<String, List<Integer>> byKey = new TreeMap<>();
            sent.subList(500, 1_700).forEach(r -> byKey.computeIfAbsent(r.key(), k -> new ArrayList<>())
                    .add(Integer.parseInt(new String(r.value(), UTF_8).substring(1))));
            assertThat(byKey).hasSize(7);
            byKey.values().forEach(values -> assertThat(values).isSorted());
            assertThat(Envelope.read(sent.get(0).headers()))
                    .containsEntry("ce_specversion", "1.0")
                    .containsEntry("ce_type", "io.carryover.job.v1")
                    .containsEntry("ce_source", "/test")
                    .containsEntry("ce_subject", "k0")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("traceparent", "00-ab-cd-01")
                    .containsKeys("ce_id", "ce_time");
        }
    }

    @Test
    void aJobThatIsPromisedReachesAnIdleWorkerAtOnce() {
        Table table = new Table();
        try (Broker broker = new Broker().with(LOCK, QUEUE);
                OutboxRelay relay = OutboxRelay.start(table, broker.kafka(), POLL, Clock.systemUTC());
                ShareQueue worker = new ShareQueue(broker.kafka(), List.of(QUEUE), surplus -> {})) {
            double[] ms = new double[40];
            for (int i = -1; i < ms.length; i++) {
                table.add(broker.kafka().topics().jobs(QUEUE), "k" + i, "{}");
                long promised = System.nanoTime();
                relay.wake();
                Delivery delivery = JobQueueContract.takeSoon(worker);
                if (i >= 0) {
                    ms[i] = (System.nanoTime() - promised) / 1e6;
                }
                assertThat(worker.accept(delivery)).isEqualTo(Lease.HELD);
            }
            Arrays.sort(ms);
            System.out.printf(
                    "MEASURED committed row to taken job: median %.1f ms, p90 %.1f ms, max %.1f ms%n",
                    ms[20], ms[36], ms[39]);
            awaitEmpty(table);
            assertThat(relay.sent()).isEqualTo(ms.length + 1);
        }
    }

    @Test
    void controlIsReadWholeAndListenersHearWhatComesLater() throws InterruptedException {
        JobKey job = new JobKey("j1");
        CountDownLatch heard = new CountDownLatch(1);
        try (Broker broker = new Broker().with(LOCK, QUEUE)) {
            String topic = broker.kafka().topics().control();
            broker.send(topic, "j0", Json.bytes(new ControlState(1, new JobKey("j0"), 2, new TreeSet<>())));
            broker.send(topic, "j0", Json.bytes(new ControlState(1, new JobKey("j0"), 3, new TreeSet<>())));
            broker.send(topic, "gone", Json.bytes(new ControlState(1, new JobKey("gone"), 1, new TreeSet<>())));
            broker.send(topic, "unreadable", "{".getBytes(UTF_8));
            broker.sendTombstone(topic, "gone");
            try (ControlReader reader = ControlReader.start(broker.kafka())) {
                assertThat(reader.awaitCaughtUp(Duration.ofSeconds(40))).isTrue();
                assertThat(reader.state(new JobKey("j0")).orElseThrow().endedRun())
                        .isEqualTo(3);
                assertThat(reader.state(new JobKey("gone"))).isEmpty();
                assertThat(reader.state(job)).isEmpty();
                try (ControlView.Subscription listening = reader.listen(job, state -> heard.countDown())) {
                    TreeSet<AttemptId> stopped = new TreeSet<>(List.of(new AttemptId("a1")));
                    broker.send(topic, "j1", Json.bytes(new ControlState(1, job, 0, stopped)));
                    assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
                }
                assertThat(reader.state(job).orElseThrow().tellsToStop(1, new AttemptId("a1")))
                        .isTrue();
            }
        }
    }

    @Test
    void eventsAreKeyedAndEnveloped() {
        try (Broker broker = new Broker().with(LOCK, QUEUE);
                KafkaEvents events = new KafkaEvents(broker.kafka(), "/worker/w-1", Clock.systemUTC())) {
            events.publish(new WorkerEvent.Left(1, new WorkerId("w-1")));
            // Four partitions: which one it fell on is Kafka's business.
            assertThat(broker.ends(broker.kafka().topics().events())).hasSize(1).containsValue(1L);
        }
    }
}
