/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the results topic from zero, as anybody may. */
final class ResultsTopic {
    private static final String TOPIC = "carryover.results";

    private ResultsTopic() {}

    /** Keys of all records under these keys: waits until each key was there, and then up to the end of the topic. */
    static List<String> read(Set<String> keys) {
        List<String> found = new ArrayList<>();
        Set<String> missing = new HashSet<>(keys);
        long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        Infrastructure.setting("carryover.kafka.bootstrap"),
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean atEnd = false;
            while (!(missing.isEmpty() && atEnd)) {
                if (System.nanoTime() > patience) {
                    throw new AssertionError("no results of " + missing.size() + " jobs, such as " + missing);
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (keys.contains(record.key())) {
                        found.add(record.key());
                        missing.remove(record.key());
                    }
                }
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                atEnd = ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            }
        }
        return found;
    }
}
