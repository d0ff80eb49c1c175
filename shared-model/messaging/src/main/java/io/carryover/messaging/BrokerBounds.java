/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a broker allows for share groups: a wish outside of it is refused, so it is moved inside. */
record BrokerBounds(Map<String, String> settings) {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerBounds.class);

    static BrokerBounds of(Admin admin) {
        Node node = KafkaFutures.get(admin.describeCluster().nodes()).iterator().next();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        return new BrokerBounds(new TopicMaker(admin).settings(broker));
    }

    long lockMs(long wish) {
        return within(
                "lock",
                wish,
                "group.share.min.record.lock.duration.ms",
                15_000,
                "group.share.max.record.lock.duration.ms",
                60_000);
    }

    long heartbeatMs(long wish) {
        return within(
                "heartbeat",
                wish,
                "group.share.min.heartbeat.interval.ms",
                5_000,
                "group.share.max.heartbeat.interval.ms",
                15_000);
    }

    long deliveries(long wish) {
        return within(
                "delivery limit",
                wish,
                "group.share.min.delivery.count.limit",
                2,
                "group.share.max.delivery.count.limit",
                10);
    }

    long recordLocks(long wish) {
        return within(
                "record locks",
                wish,
                "group.share.min.partition.max.record.locks",
                100,
                "group.share.max.partition.max.record.locks",
                4_000);
    }

    private long within(String what, long wish, String low, long lowDefault, String high, long highDefault) {
        long lowest = number(low, lowDefault);
        long highest = number(high, highDefault);
        long allowed = Math.clamp(wish, lowest, highest);
        if (allowed != wish) {
            LOG.warn(
                    "{} of {} becomes {}: the broker allows {} to {} ({}, {})",
                    what,
                    wish,
                    allowed,
                    lowest,
                    highest,
                    low,
                    high);
        }
        return allowed;
    }

    private long number(String name, long otherwise) {
        String text = settings.get(name);
        return text == null ? otherwise : Long.parseLong(text);
    }
}
