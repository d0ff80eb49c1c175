/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes topics and settings, and changes nothing that is as it should be. */
final class TopicMaker {
    private static final Logger LOG = LoggerFactory.getLogger(TopicMaker.class);

    private final Admin admin;

    TopicMaker(Admin admin) {
        this.admin = admin;
    }

    /** Makes the topics that aren't there, and sets the settings of those that are. Never changes partitions. */
    void make(List<TopicPlans.Plan> plans) {
        for (TopicPlans.Plan plan : plans) {
            NewTopic topic = new NewTopic(plan.name(), plan.partitions(), (short) plan.replicas());
            try {
                KafkaFutures.answer(admin.createTopics(List.of(topic.configs(plan.settings())))
                        .all());
                LOG.info("topic {} made", plan.name());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw KafkaFutures.unavailable(e, "a new topic " + plan.name());
                }
                set(new ConfigResource(ConfigResource.Type.TOPIC, plan.name()), plan.settings());
            }
        }
    }

    boolean exists(String topic) {
        try {
            KafkaFutures.answer(admin.describeTopics(List.of(topic)).allTopicNames());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw KafkaFutures.unavailable(e, "topic " + topic);
        }
    }

    /** Sets what differs. */
    void set(ConfigResource resource, Map<String, String> wanted) {
        Map<String, String> actual = settings(resource);
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((name, value) -> {
            if (!value.equals(actual.get(name))) {
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
            }
        });
        if (!changes.isEmpty()) {
            KafkaFutures.get(
                    admin.incrementalAlterConfigs(Map.of(resource, changes)).all(),
                    "other settings of " + name(resource));
            LOG.info("{} {}: {} settings set", resource.type(), resource.name(), changes.size());
        }
    }

    /** All settings with their defaults, as far as the broker tells. */
    Map<String, String> settings(ConfigResource resource) {
        Map<String, String> all = new HashMap<>();
        KafkaFutures.get(admin.describeConfigs(List.of(resource)).all(), "settings of " + name(resource))
                .values()
                .stream()
                .flatMap(config -> config.entries().stream())
                .forEach(entry -> Optional.ofNullable(entry.value()).ifPresent(value -> all.put(entry.name(), value)));
        return all;
    }

    private static String name(ConfigResource resource) {
        return resource.type().name().toLowerCase(Locale.ROOT) + " " + resource.name();
    }
}
