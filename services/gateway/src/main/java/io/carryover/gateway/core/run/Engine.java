/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.agroal.api.AgroalDataSource;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.messaging.JdbcOffsetStore;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.OutboxRelay;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.messaging.TransactionRunner;
import io.carryover.messaging.TransactionalLog;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Starts what moves jobs, and ends it in the opposite order. Any number of gateways may run it at once. */
@ApplicationScoped
public class Engine {
    private static final Logger LOG = Logger.getLogger(Engine.class);
    private static final Duration RELAY_LOOKS = Duration.ofMillis(250);
    private static final int BATCH = 100;

    private final GatewayConfig config;
    private final Identity identity;
    private final AgroalDataSource dataSource;
    private final EventHandler events;
    private final DeadLetterHandler deadLetters;
    private final PrefetchedOutcomes outcomes;
    private final AfterCommit afterCommit;
    private final Releaser releaser;
    private final Sweeper sweeper;
    private final QueueList queues;
    private final JobGauges gauges;
    private final Starting starting;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile Optional<Watch> watch = Optional.empty();

    Engine(
            GatewayConfig config,
            Identity identity,
            @DataSource("gateway") AgroalDataSource dataSource,
            EventHandler events,
            DeadLetterHandler deadLetters,
            PrefetchedOutcomes outcomes,
            AfterCommit afterCommit,
            Releaser releaser,
            Sweeper sweeper,
            QueueList queues,
            JobGauges gauges,
            Starting starting) {
        this.config = config;
        this.identity = identity;
        this.dataSource = dataSource;
        this.events = events;
        this.deadLetters = deadLetters;
        this.outcomes = outcomes;
        this.afterCommit = afterCommit;
        this.releaser = releaser;
        this.sweeper = sweeper;
        this.queues = queues;
        this.gauges = gauges;
        this.starting = starting;
    }

    void start(@Observes StartupEvent event) {
        if (config.running()) {
            starting.then(this::start);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        close();
    }

    private synchronized void start() {
        try {
            beginAll();
        } catch (RuntimeException e) {
            close(); // it may be tried again
            throw e;
        }
    }

    private void beginAll() {
        KafkaSettings kafka = identity.kafka();
        OutboxConnection outbox = begin(new OutboxConnection(dataSource));
        OutboxRelay relay = begin(OutboxRelay.start(outbox, kafka, RELAY_LOOKS, Clock.systemUTC()));
        afterCommit.onOutbox(relay::wake);
        begin(OutboxListener.start(dataSource, relay::wake));
        ReleaseLoop release = begin(ReleaseLoop.start(releaser, queues));
        afterCommit.onQueues(release::wake);

        List<TransactionalLog<?>> logs = logs(kafka);
        logs.forEach(this::begin);
        TopicsAdmin admin = begin(new TopicsAdmin(kafka));
        Hearing hearing = new Hearing(
                logs.stream().map(Hearing.Log::of).toList(), identity.policy().silence(), System::nanoTime);
        watch = Optional.of(begin(Watch.start(
                hearing,
                sweeper,
                queues,
                gauges,
                admin,
                config.protocol().sweepEvery(),
                identity.policy().silence())));
        LOG.infof("gateway %s moves jobs", identity.name());
    }

    private List<TransactionalLog<?>> logs(KafkaSettings kafka) {
        TransactionRunner transactions =
                work -> QuarkusTransaction.requiringNew().run(work);
        JdbcOffsetStore offsets = new JdbcOffsetStore(dataSource, "gateway.log_offset");
        String group = kafka.topics().prefix() + "carryover.gateway";
        List<TransactionalLog<?>> logs = new ArrayList<>();
        logs.add(TransactionalLog.start(
                kafka, group, kafka.topics().events(), BATCH, this::event, events, offsets, transactions));
        for (Queue queue : GatewayConfig.served(config)) {
            logs.add(TransactionalLog.start(
                    kafka,
                    group + ".dlq." + queue,
                    kafka.topics().deadLetters(queue),
                    1,
                    value -> Json.readVersioned(value, JobMessage.class, JobMessage.VERSION),
                    deadLetters,
                    offsets,
                    transactions));
        }
        return logs;
    }

    /** Reading a batch comes before its transaction: outcomes that it will need are fetched meanwhile. */
    private WorkerEvent event(byte[] value) {
        WorkerEvent event = Json.readVersioned(value, WorkerEvent.class, WorkerEvent.VERSION);
        if (event instanceof WorkerEvent.Succeeded succeeded) {
            outcomes.prefetch(succeeded.attempt().job());
        }
        return event;
    }

    /** Why jobs don't move, if they don't; empty where nothing is to run. */
    Optional<String> unreadyBecause() {
        return starting.unreadyBecause().or(() -> watch.flatMap(Watch::unreadyBecause));
    }

    private <T extends AutoCloseable> T begin(T part) {
        parts.push(part);
        return part;
    }

    private synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warnf(e, "%s did not end well", part.getClass().getSimpleName());
            }
        }
    }
}
