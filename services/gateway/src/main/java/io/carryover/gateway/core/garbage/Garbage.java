/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.gateway.config.GatewayConfig;
import io.carryover.gateway.core.run.Outcomes;
import io.carryover.gateway.core.table.Sql;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.ObjectStore.ListPage;
import io.carryover.storage.ObjectStore.ObjectStat;
import io.carryover.storage.StoredName;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Garbage collection. Needed is what results, wishes and registrations need, and what outcomes that stay in the store name.
 * What is not needed and is old is marked in one pass and deleted in a later one; outcomes go first, with their job told, so
 * that nothing is deleted that an outcome names.
 */
@ApplicationScoped
public class Garbage {
    private static final Logger LOG = Logger.getLogger(Garbage.class);
    private static final int PAGE = 1000;
    private static final int READING_SECONDS = 600;

    private final Sql sql;
    private final ObjectStore store;
    private final Outcomes outcomes;
    private final Marks marks;
    private final Removal removal;
    private final Instance<Leftovers> leftovers;
    private final GatewayConfig config;
    private final MeterRegistry meters;

    Garbage(
            Sql sql,
            ObjectStore store,
            Outcomes outcomes,
            Marks marks,
            Removal removal,
            Instance<Leftovers> leftovers,
            GatewayConfig config,
            MeterRegistry meters) {
        this.sql = sql;
        this.store = store;
        this.outcomes = outcomes;
        this.marks = marks;
        this.removal = removal;
        this.leftovers = leftovers;
        this.config = config;
        this.meters = meters;
    }

    /** A pass if it is time for one: of several gateways one makes it. */
    public Optional<GarbageReport> collectIfDue(Duration every, Instant now) {
        return marks.beginIfDue(every, now).map(pass -> collect(pass, now));
    }

    /**
     * A pass now.
     *
     * @throws CarryoverException REQUEST_IN_PROGRESS while another runs
     */
    public GarbageReport collect(Instant now) {
        return marks.begin(now)
                .map(pass -> collect(pass, now))
                .orElseThrow(() ->
                        new CarryoverException(ErrorCode.REQUEST_IN_PROGRESS, "garbage is being collected already"));
    }

    /** What a pass would do now. */
    public GarbageReport look(Instant now) {
        return new Pass(0, true, now).run();
    }

    private GarbageReport collect(long number, Instant now) {
        boolean through = false;
        try {
            GarbageReport report = new Pass(number, false, now).run();
            through = report.refused().isEmpty();
            LOG.infof("garbage collection: %s", report);
            return report;
        } finally {
            marks.end(number, through, now);
        }
    }

    /** One look at everything. */
    private final class Pass {
        private final long number;
        private final boolean dryRun;
        private final Instant now;
        private final Instant old;
        private final Needs needs;
        private long objects;
        private long needed;
        private long young;
        private long marked;
        private long deleted;
        private long deletedBytes;
        private long ofJobs;
        private long ofKnownJobs;

        Pass(long number, boolean dryRun, Instant now) {
            this.number = number;
            this.dryRun = dryRun;
            this.now = now;
            this.old = now.minus(config.garbage().age());
            Blobs blobs = new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")));
            this.needs =
                    QuarkusTransaction.requiringNew().timeout(READING_SECONDS).call(() -> Needs.read(sql, blobs, old));
        }

        GarbageReport run() {
            if (!isOurs()) {
                return report(
                        0,
                        Optional.of(
                                "the database knows none of the %d jobs in the store: is it another".formatted(ofJobs)
                                        + " installation's bucket, or was the database lost?"));
            }
            for (String prefix : StoredName.PREFIXES) {
                each(prefix, this::page);
            }
            int uploads = 0;
            for (Leftovers some : leftovers) {
                uploads += some.drop(old, dryRun);
            }
            return report(uploads, Optional.empty());
        }

        private GarbageReport report(int uploads, Optional<String> refused) {
            return new GarbageReport(dryRun, objects, needed, young, marked, deleted, deletedBytes, uploads, refused);
        }

        /** A store full of jobs that the database has never heard of is no garbage. */
        private boolean isOurs() {
            each(
                    StoredName.OUTCOMES,
                    page -> page.forEach(object -> {
                        if (StoredName.of(object.key()) instanceof StoredName.OutcomeOf(JobKey job)) {
                            ofJobs++;
                            ofKnownJobs += ofKnownJobs > 0 || isKnown(job) ? 1 : 0;
                        }
                    }));
            return ofJobs == 0 || ofKnownJobs > 0;
        }

        private boolean isKnown(JobKey job) {
            return QuarkusTransaction.requiringNew()
                    .call(() -> sql.number("SELECT count(*) FROM gateway.job WHERE key = ?1", job.value()) > 0);
        }

        private void page(List<ObjectStat> page) {
            List<ObjectStat> garbage = new ArrayList<>();
            for (ObjectStat object : page) {
                objects++;
                if (isNeeded(object)) {
                    needed++;
                    stays(object);
                } else if (!object.modified().isBefore(old)) {
                    young++;
                    stays(object);
                } else {
                    garbage.add(object);
                }
            }
            List<ObjectStat> due = dryRun
                    ? garbage.stream()
                            .filter(object -> marks.isDue(object, now))
                            .toList()
                    : marks.mark(garbage, number, now);
            garbage.removeAll(due);
            marked += garbage.size();
            garbage.forEach(this::stays);
            due.forEach(this::delete);
        }

        private boolean isNeeded(ObjectStat object) {
            return switch (StoredName.of(object.key())) {
                case StoredName.OutcomeOf(JobKey job) -> needs.job(job);
                case StoredName.ManifestOf(JobKey job) -> needs.job(job);
                case StoredName.CheckpointOf(JobKey job) -> isOnItsWay(job);
                case StoredName.Blob(var sha256) -> needs.blob(sha256);
                case StoredName.Upload(String id) -> needs.upload(id);
                case StoredName.Quarantined _ -> false;
                case StoredName.Unknown _ -> true;
            };
        }

        private boolean isOnItsWay(JobKey job) {
            return QuarkusTransaction.requiringNew()
                    .call(() -> sql.number(
                                    "SELECT count(*) FROM gateway.job WHERE key = ?1"
                                            + " AND state NOT IN ('succeeded', 'failed', 'cancelled', 'skipped')",
                                    job.value())
                            > 0);
        }

        /** While an outcome is there, somebody may adopt it: what it names stays too. */
        private void stays(ObjectStat object) {
            if (StoredName.of(object.key()) instanceof StoredName.OutcomeOf(JobKey job) && !needs.hasRead(job)) {
                outcomes.find(job).ifPresent(needs::stays);
            }
        }

        private void delete(ObjectStat object) {
            if (dryRun || removal.remove(object, old)) {
                deleted++;
                deletedBytes += object.size();
                if (!dryRun) {
                    marks.forget(object.key());
                    meters.counter(MetricsCatalogue.GARBAGE_BYTES.metricName()).increment((double) object.size());
                }
            } else {
                needed++;
                stays(object);
            }
        }

        private void each(String prefix, Consumer<List<ObjectStat>> action) {
            Optional<String> after = Optional.empty();
            do {
                ListPage page = store.list(prefix, after, PAGE);
                action.accept(page.objects());
                after = page.next();
            } while (after.isPresent());
        }
    }
}
