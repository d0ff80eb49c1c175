/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.job.Queue;
import io.carryover.embedded.TestInfrastructure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A corner of the shared broker that one test has for itself. */
final class Broker implements AutoCloseable {
    private final KafkaSettings kafka = KafkaSettings.of(
                    TestInfrastructure.shared().bootstrap())
            .withPrefix(TestInfrastructure.shared().freshPrefix());
    private final KafkaProducer<String, byte[]> producer = OutboxRelay.producer(kafka);
    private final TopicsAdmin admin = new TopicsAdmin(kafka);

    KafkaSettings kafka() {
        return kafka;
    }

    TopicsAdmin admin() {
        return admin;
    }

    Broker with(Duration lock, Queue... queues) {
        admin.init(List.of(queues), QueueSettings.SINGLE_BROKER.withLock(lock));
        return this;
    }

    void send(String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
    }

    void sendLater(String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    void sendTombstone(String topic, String key) {
        ProducerRecord<String, byte[]> tombstone = new ProducerRecord<>(topic, key, null);
        var unused = producer.send(tombstone);
        producer.flush();
    }

    void flush() {
        producer.flush();
    }

    /** Offsets after the last records, by partition. */
    Map<Integer, Long> ends(String topic) {
        try (Admin client = Admin.create(kafka.client(Map.of()))) {
            return LogEnds.of(client, topic);
        }
    }

    /** Records of the first partition of a topic, once there are {@code count}, or what is there after 40 s. */
    List<ConsumerRecord<String, byte[]>> read(String topic, int count) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                kafka.client(Map.of("enable.auto.commit", false)),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
            while (found.size() < count && System.nanoTime() < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        admin.close();
    }
}
