/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the partitions of a log have been read: the database says so, never Kafka. A partition is paused until it has
 * been positioned. Used by the log's thread alone.
 */
final class LogPositions implements ConsumerRebalanceListener {
    private final String topic;
    private final OffsetStore offsets;
    private final KafkaConsumer<?, ?> consumer;
    private final Map<TopicPartition, OptionalLong> stored = new HashMap<>();
    private final Set<TopicPartition> toPosition = new HashSet<>();
    private final Map<TopicPartition, Integer> eras = new HashMap<>();

    LogPositions(String topic, OffsetStore offsets, KafkaConsumer<?, ?> consumer) {
        this.topic = topic;
        this.offsets = offsets;
        this.consumer = consumer;
    }

    /** Goes to the stored offsets of partitions that are new here or must be read again. */
    void seek() {
        for (TopicPartition partition : List.copyOf(toPosition)) {
            OptionalLong from = offsets.load(topic, partition.partition());
            if (from.isPresent()) {
                consumer.seek(partition, from.getAsLong());
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
            stored.put(partition, from);
            consumer.resume(List.of(partition));
            toPosition.remove(partition);
        }
    }

    /** Counts how often reading of a partition was given up or has begun anew: what was fetched before doesn't follow what is stored since. */
    int era(TopicPartition partition) {
        return eras.getOrDefault(partition, 0);
    }

    /** Whether what came from this partition in that era follows its stored offset. */
    boolean follows(TopicPartition partition, int era) {
        return era == era(partition) && stored.containsKey(partition) && !toPosition.contains(partition);
    }

    /** The offset that the database has, as far as this instance knows; empty where it has none. */
    OptionalLong stored(TopicPartition partition) {
        return stored.getOrDefault(partition, OptionalLong.empty());
    }

    /** This instance stored another one. */
    void moved(TopicPartition partition, long after) {
        stored.put(partition, OptionalLong.of(after));
    }

    /** The partition is to be read again from where the database says. */
    void again(TopicPartition partition) {
        eras.merge(partition, 1, Integer::sum);
        toPosition.add(partition);
        consumer.pause(List.of(partition));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        toPosition.addAll(partitions);
        consumer.pause(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> eras.merge(partition, 1, Integer::sum));
        partitions.forEach(stored::remove);
        toPosition.removeAll(partitions);
    }
}
