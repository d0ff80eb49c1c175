/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings of an embedded broker. */
public final class BrokerSettings {
    private BrokerSettings() {}

    /** Where the broker keeps its logs below its data folder. */
    static Path logDir(Path dataDir) {
        return dataDir.resolve("logs");
    }

    /**
     * Of one that is alone.
     *
     * @param extra settings that win over these
     */
    public static Properties of(Path dataDir, int clientPort, int controllerPort, Map<String, String> extra) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + clientPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + clientPort);
        p.put("controller.listener.names", "CONTROLLER");
        p.put("inter.broker.listener.name", "PLAINTEXT");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // A static quorum is read from here at each start, so ports may change between starts.
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("log.dirs", logDir(dataDir).toString());
        p.put("auto.create.topics.enable", "false");
        p.put("num.partitions", "1");
        oneReplica(p);
        shareGroups(p);
        smallAndQuick(p);
        extra.forEach(p::put);
        return p;
    }

    private static void oneReplica(Properties p) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            p.put(topic + ".replication.factor", "1");
            p.put(topic + ".num.partitions", "1");
        }
        p.put("transaction.state.log.min.isr", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void shareGroups(Properties p) {
        p.put("group.initial.rebalance.delay.ms", "0");
        // The first poll of a new group waits some heartbeats: 4-6 s at the default of 5 s.
        p.put("group.share.min.heartbeat.interval.ms", "500");
        p.put("group.share.heartbeat.interval.ms", "1000");
        // A frozen member keeps its partitions assigned for so long.
        p.put("group.share.min.session.timeout.ms", "6000");
        p.put("group.share.session.timeout.ms", "15000");
        p.put("group.share.min.record.lock.duration.ms", "1000");
        p.put("group.share.max.record.lock.duration.ms", "3600000");
        p.put("group.share.max.size", "1000");
        // How many jobs may finish behind one that is held for long, on one partition.
        p.put("group.share.max.partition.max.record.locks", "10000");
    }

    private static void smallAndQuick(Properties p) {
        // Small files: after a kill the broker reads the last segment of each partition again.
        p.put("log.segment.bytes", String.valueOf(32 << 20));
        p.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        p.put("offsets.topic.segment.bytes", String.valueOf(8 << 20));
        p.put("transaction.state.log.segment.bytes", String.valueOf(8 << 20));
        p.put("share.coordinator.state.topic.segment.bytes", String.valueOf(8 << 20));
        p.put("metadata.log.segment.bytes", String.valueOf(16 << 20));
        p.put("num.recovery.threads.per.data.dir", "1");
        p.put("log.cleaner.dedupe.buffer.size", String.valueOf(2 << 20));
        p.put("log.cleaner.threads", "1");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("background.threads", "2");
        // A lone broker must not be fenced because the machine was busy for a while.
        p.put("broker.session.timeout.ms", "30000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("controlled.shutdown.max.retries", "1");
    }
}
