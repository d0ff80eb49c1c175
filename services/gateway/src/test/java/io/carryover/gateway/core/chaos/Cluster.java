/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.messaging.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/** The same with three brokers in place of one. */
public final class Cluster extends Infrastructure {
    private static final List<BrokerProcess> BROKERS = new ArrayList<>();
    private static Optional<BrokerProcess.Plan> plan = Optional.empty();

    @Override
    String startBrokers() {
        BrokerProcess.Plan drawn = BrokerProcess.Plan.draw(folder());
        plan = Optional.of(drawn);
        IntStream.range(0, BrokerProcess.COUNT).forEach(number -> BROKERS.add(BrokerProcess.start(drawn, number)));
        awaitInSync();
        return drawn.bootstrap();
    }

    @Override
    QueueSettings queueSettings() {
        return QueueSettings.CLUSTER;
    }

    static void kill(int number) throws InterruptedException {
        BROKERS.get(number).kill();
    }

    /** Starts one that was killed; returns once all brokers have all that is written. */
    static void restart(int number) {
        BROKERS.set(number, BrokerProcess.start(plan.orElseThrow(), number));
        awaitInSync();
    }

    private static void awaitInSync() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", plan.orElseThrow().bootstrap()))) {
            Scene.await(() -> inSync(admin), Duration.ofMinutes(2), () -> "brokers don't come together");
        }
    }

    private static boolean inSync(Admin admin) {
        try {
            if (admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size() < BrokerProcess.COUNT) {
                return false;
            }
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get(5, TimeUnit.SECONDS);
            return admin.describeTopics(topics).allTopicNames().get(5, TimeUnit.SECONDS).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == BrokerProcess.COUNT);
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    void stopBrokers() {
        BROKERS.forEach(BrokerProcess::close);
        BROKERS.clear();
    }
}
