/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the logs of a topic end. */
final class LogEnds {
    private LogEnds() {}

    /** Offset after the last message, of each partition that has messages. */
    static Map<Integer, Long> of(Admin admin, String topic) {
        List<TopicPartition> partitions =
                KafkaFutures.get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
        Map<TopicPartition, ListOffsetsResultInfo> starts = list(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> ends = list(admin, partitions, OffsetSpec.latest());
        Map<Integer, Long> found = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ListOffsetsResultInfo start = starts.get(partition);
            ListOffsetsResultInfo end = ends.get(partition);
            if (start != null && end != null && end.offset() > start.offset()) {
                found.put(partition.partition(), end.offset());
            }
        }
        return found;
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> list(
            Admin admin, List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(p -> wanted.put(p, spec));
        return KafkaFutures.get(admin.listOffsets(wanted).all());
    }
}
