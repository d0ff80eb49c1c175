/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.storage.S3Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker and an object store for worker processes, and the gateway's side of the conversation. */
final class Site implements AutoCloseable {
    final KafkaSettings kafka;
    final S3Settings s3;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<WorkerEvent> heard = new ArrayList<>();
    private final List<JsonNode> raw = new ArrayList<>();

    Site(String bootstrap, Duration lock) {
        TestInfrastructure infrastructure = TestInfrastructure.shared();
        kafka = KafkaSettings.of(bootstrap).withPrefix(infrastructure.freshPrefix());
        s3 = S3Settings.of(
                infrastructure.s3().endpoint(),
                infrastructure.freshBucket(),
                infrastructure.s3().accessKey(),
                infrastructure.s3().secretKey());
        try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
            admin.init(List.of(Jobs.QUEUE), QueueSettings.SINGLE_BROKER.withLock(lock));
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, 4)
                .mapToObj(p -> new TopicPartition(kafka.topics().events(), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static Site shared(Duration lock) {
        return new Site(TestInfrastructure.shared().bootstrap(), lock);
    }

    void send(JobMessage message) {
        Queue queue = message.queue();
        send(kafka.topics().jobs(queue), message.job().value(), Json.bytes(message));
    }

    void tell(ControlState state) {
        send(kafka.topics().control(), state.job().value(), Json.bytes(state));
    }

    /** Any bytes: what a gateway of another version sends. */
    void send(String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
    }

    /** The first event of a type that fits, waiting for it; what came before is kept for later calls. */
    <E extends WorkerEvent> E await(Class<E> type, Predicate<E> fits) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            for (WorkerEvent event : heard) {
                if (type.isInstance(event) && fits.test(type.cast(event))) {
                    return type.cast(event);
                }
            }
            listen(Duration.ofMillis(20));
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + heard);
    }

    /** All events of one job so far. */
    List<WorkerEvent> heardOf(JobMessage message) {
        listen(Duration.ofMillis(500));
        return heard.stream()
                .filter(e -> e.recordKey().equals(message.job().value()))
                .toList();
    }

    /** All events that were heard, as they were written. */
    List<JsonNode> raw() {
        return List.copyOf(raw);
    }

    private void listen(Duration patience) {
        consumer.poll(patience).forEach(record -> {
            raw.add(Json.read(record.value(), JsonNode.class));
            heard.add(Json.read(record.value(), WorkerEvent.class));
        });
    }

    WorkerMain.Running worker(String name, Path scratch) {
        return WorkerMain.start(kafka, s3, name, List.of(Jobs.QUEUE), scratch, CrashPoints.NONE);
    }

    /** A worker process that has begun. */
    Process process(String name, String crashPoint) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WorkerMain.class.getName(),
                        kafka.bootstrap(),
                        kafka.topics().prefix(),
                        s3.endpoint().toString(),
                        s3.bucket(),
                        s3.accessKey(),
                        s3.secretKey(),
                        name,
                        Jobs.QUEUE.id(),
                        crashPoint)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = process.inputReader().readLine();
        if (!"READY".equals(line)) {
            process.destroyForcibly();
            throw new AssertionError("worker process did not start: " + line);
        }
        return process;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
