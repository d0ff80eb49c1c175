/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what Carryover needs on a Kafka cluster, checks it, and clears away jobs that are done with. */
public final class TopicsAdmin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicsAdmin.class);

    private final Topics topics;
    private final Admin admin;

    /** @throws CarryoverException BROKER_UNAVAILABLE where names don't resolve, or credentials can't be used */
    public TopicsAdmin(KafkaSettings kafka) {
        this.topics = kafka.topics();
        try {
            this.admin =
                    Admin.create(kafka.client(Map.of("request.timeout.ms", 10_000, "default.api.timeout.ms", 30_000)));
        } catch (KafkaException e) {
            Throwable why = e.getCause() == null ? e : e.getCause();
            throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "no client of Kafka: " + why.getMessage(), e);
        }
    }

    /**
     * Makes topics, dead-letter topics and the settings of share groups, where they aren't there already; settings that
     * differ are set again. Run it before the first worker starts and whenever settings change.
     *
     * @throws CarryoverException BROKER_TOO_OLD, BROKER_UNAVAILABLE
     */
    public void init(Collection<Queue> queues, QueueSettings settings) {
        var unused = BrokerNeeds.check(admin, topics.group(Queue.SERVED.getFirst()));
        BrokerBounds bounds = BrokerBounds.of(admin);
        TopicMaker maker = new TopicMaker(admin);
        maker.make(TopicPlans.common(topics, settings));
        for (Queue queue : queues) {
            maker.make(TopicPlans.of(topics, queue, settings));
            maker.set(
                    new ConfigResource(ConfigResource.Type.GROUP, topics.group(queue)),
                    GroupPlan.of(topics, queue, settings, bounds));
        }
        LOG.info("Kafka is set up for {} queues", queues.size());
    }

    /**
     * Checks that a queue is ready to be worked on.
     *
     * @return how long a lease of it lasts
     * @throws CarryoverException QUEUE_NOT_CONFIGURED naming what is missing, BROKER_TOO_OLD, BROKER_UNAVAILABLE
     */
    public Duration check(Queue queue) {
        String group = topics.group(queue);
        Map<String, String> actual = BrokerNeeds.check(admin, group);
        TopicMaker maker = new TopicMaker(admin);
        for (String topic : List.of(topics.events(), topics.control(), topics.jobs(queue), topics.deadLetters(queue))) {
            if (!maker.exists(topic)) {
                throw notConfigured(queue, "topic " + topic + " is missing");
            }
        }
        for (Map.Entry<String, String> needed : new TreeMap<>(GroupPlan.essential(topics, queue)).entrySet()) {
            if (!needed.getValue().equals(actual.get(needed.getKey()))) {
                throw notConfigured(
                        queue,
                        "share group %s has %s = %s instead of %s"
                                .formatted(
                                        group,
                                        needed.getKey(),
                                        actual.getOrDefault(needed.getKey(), "nothing"),
                                        needed.getValue()));
            }
        }
        return Duration.ofMillis(Long.parseLong(actual.getOrDefault(GroupPlan.LOCK, "30000")));
    }

    /**
     * Checks that a topic is there.
     *
     * @param topic full name
     * @throws CarryoverException QUEUE_NOT_CONFIGURED, BROKER_UNAVAILABLE
     */
    public void check(String topic) {
        if (!new TopicMaker(admin).exists(topic)) {
            throw new CarryoverException(ErrorCode.QUEUE_NOT_CONFIGURED, "topic " + topic + " is missing");
        }
    }

    /**
     * Deletes records of a queue that lie below its oldest unfinished job, as far as the broker has noted it: a job that
     * was accepted last may remain until the next one is.
     *
     * @return the offset below which each partition is empty now
     * @throws CarryoverException BROKER_UNAVAILABLE
     */
    public Map<Integer, Long> trim(Queue queue) {
        Map<TopicPartition, RecordsToDelete> below =
                new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        Map<Integer, Long> kept = new TreeMap<>();
        for (Map.Entry<TopicPartition, SharePartitionOffsetInfo> entry :
                unfinished(queue).entrySet()) {
            if (entry.getValue() != null && entry.getValue().startOffset() > 0) {
                below.put(
                        entry.getKey(),
                        RecordsToDelete.beforeOffset(entry.getValue().startOffset()));
                kept.put(entry.getKey().partition(), entry.getValue().startOffset());
            }
        }
        if (!below.isEmpty()) {
            KafkaFutures.get(admin.deleteRecords(below).all());
        }
        return kept;
    }

    /** Every topic that {@link #init} makes for these queues: for tests and for removal. */
    public List<String> names(Collection<Queue> queues) {
        return java.util.stream.Stream.concat(
                        TopicPlans.common(topics, QueueSettings.SINGLE_BROKER).stream(),
                        queues.stream().flatMap(q -> TopicPlans.of(topics, q, QueueSettings.SINGLE_BROKER).stream()))
                .map(TopicPlans.Plan::name)
                .toList();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> unfinished(Queue queue) {
        String group = topics.group(queue);
        return KafkaFutures.get(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group));
    }

    private static CarryoverException notConfigured(Queue queue, String what) {
        return new CarryoverException(ErrorCode.QUEUE_NOT_CONFIGURED, "queue " + queue + ": " + what);
    }
}
