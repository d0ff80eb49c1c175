/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import io.agroal.api.AgroalDataSource;
import io.carryover.messaging.JdbcOffsetStore;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.Outage;
import io.carryover.messaging.PatientStart;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.messaging.TransactionalLog;
import io.carryover.results.ResultsConfig;
import io.carryover.results.artifacts.Artifacts;
import io.carryover.results.store.LogState;
import io.quarkus.agroal.DataSource;
import io.quarkus.flyway.FlywayDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.Config;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running reader of {@code carryover.results}. */
@ApplicationScoped
public class ResultsLog {
    private static final Logger LOG = LoggerFactory.getLogger(ResultsLog.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final ResultsConfig config;
    private final KafkaSettings kafka;
    private final Intake intake;
    private final LogState state;
    private final JdbcOffsetStore offsets;
    private final Flyway flyway;
    private final Artifacts artifacts;
    private final PatientStart starting = new PatientStart("results");
    private final Outage outage = new Outage("results topic");
    private @Nullable TransactionalLog<Incoming> log;
    private volatile boolean reached;

    @Inject
    ResultsLog(
            ResultsConfig config,
            Config settings,
            Intake intake,
            LogState state,
            Artifacts artifacts,
            @FlywayDataSource("results") Flyway flyway,
            @DataSource("results") AgroalDataSource database) {
        this.config = config;
        this.kafka = KafkaSettings.read(key -> settings.getOptionalValue(key, String.class))
                .withClientId("carryover-results");
        this.intake = intake;
        this.state = state;
        this.artifacts = artifacts;
        this.flyway = flyway;
        this.offsets = new JdbcOffsetStore(database, "results.log_offset");
    }

    void onStart(@Observes StartupEvent event) {
        starting.then(flyway::migrate);
        if (config.running()) {
            starting.then(this::needTopic);
            starting.then(artifacts::check);
            starting.then(this::start);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        starting.close();
        stop();
    }

    /** Whether everything was read that the topic held when this reader started, or was told to read again. */
    public boolean caughtUp() {
        return reached;
    }

    /** Why not all is read, while it isn't. */
    Optional<String> unreadyBecause() {
        return reached
                ? Optional.empty()
                : starting.unreadyBecause().or(outage::reason).or(() -> Optional.of("reading the results topic"));
    }

    /** Returns when caught up, or after {@code patience}. */
    public boolean awaitCaughtUp(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!caughtUp() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return caughtUp();
    }

    /** Empties the tables as soon as the database is there, and reads the topic from its beginning; returns without waiting for that. */
    public void rebuild() {
        stop();
        starting.then(this::startAnew);
    }

    private synchronized void startAnew() {
        stop();
        state.clear();
        start();
        LOG.info("rebuilding from the beginning of the results topic");
    }

    private void needTopic() {
        try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
            admin.check(kafka.topics().results());
        }
    }

    private synchronized void start() {
        if (offsets.loadAll(kafka.topics().results()).isEmpty()) {
            state.readEverything();
        }
        TransactionalLog<Incoming> started = TransactionalLog.start(
                kafka,
                kafka.topics().prefix() + "carryover.results-service",
                kafka.topics().results(),
                config.batch(),
                Incoming::decode,
                intake,
                offsets,
                work -> QuarkusTransaction.requiringNew().run(work));
        log = started;
        Thread.ofVirtual().name("results-caught-up").start(() -> watch(started));
    }

    /** Looks until everything is read that was there at the start, or until this reader is not the running one. */
    private void watch(TransactionalLog<Incoming> watched) {
        @Nullable Map<Integer, Long> goal = null;
        while (isRunning(watched)) {
            try {
                goal = goal == null ? watched.ends() : goal;
                outage.over();
                if (watched.caughtUpTo(goal)) {
                    nowCaughtUp(watched);
                    return;
                }
            } catch (RuntimeException e) {
                outage.failed(e);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private synchronized boolean isRunning(TransactionalLog<Incoming> one) {
        return log == one;
    }

    private synchronized void nowCaughtUp(TransactionalLog<Incoming> watched) {
        state.serveReaders();
        reached = log == watched;
    }

    private synchronized void stop() {
        reached = false;
        if (log != null) {
            log.close();
            log = null;
        }
    }
}
