/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationPlan.Standing;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.plan.Durations;
import io.carryover.gateway.plan.Durations.Sample;
import io.carryover.gateway.plan.ReadyDataset;
import io.carryover.gateway.plan.Workload;
import io.carryover.gateway.plan.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What the tables say of jobs that an evaluation would need. */
@ApplicationScoped
class PlanFacts {
    /** The newest are read: machines change. */
    private static final int FINISHED = 2000;

    private final Sql sql;

    @Inject
    PlanFacts(Sql sql) {
        this.sql = sql;
    }

    private record Finished(JobSpec spec, Duration took) {}

    private record Known(JobKey key, Standing standing) {}

    /** What a new wish would find, of the jobs that exist. */
    Map<JobKey, Standing> standing(Collection<JobKey> jobs) {
        var found = new HashMap<JobKey, Standing>();
        sql.list("select key, state, failure_code from gateway.job where key = any (?)", PlanFacts::known, texts(jobs))
                .forEach(job -> found.put(job.key(), job.standing()));
        return found;
    }

    private static Known known(Row row) throws SQLException {
        Optional<ErrorCode> failure = row.optional("failure_code").map(ErrorCode::valueOf);
        return new Known(
                new JobKey(row.text("key")),
                switch (JobStatus.parse(row.text("state"))) {
                    case SUCCEEDED -> Standing.CACHED;
                    case PLANNED, QUEUED, RELEASED, RUNNING -> Standing.UNDER_WAY;
                    case FAILED ->
                        failure.filter(code -> code.errorClass() == ErrorClass.USER)
                                        .isPresent()
                                ? Standing.STAYS_FAILED
                                : Standing.TO_RUN;
                    case CANCELLING, CANCELLED, SKIPPED -> Standing.TO_RUN;
                });
    }

    /** Images of each dataset that is registered, whoever's it is, by its manifest and by split. */
    Map<Sha256, SortedMap<String, Integer>> images() {
        var images = new HashMap<Sha256, SortedMap<String, Integer>>();
        sql.list(
                        "select ready from gateway.registration where kind = 'dataset' and ready is not null",
                        row -> Json.read(row.text("ready"), ReadyDataset.class))
                .forEach(dataset -> images.put(dataset.manifest(), dataset.images()));
        return images;
    }

    /** How long the newest finished jobs took. */
    Durations durations(Map<Sha256, SortedMap<String, Integer>> images) {
        List<Finished> finished = sql.list("""
                select spec, outcome::json #>> '{provenance,took}' as took from (
                  select spec, outcome from gateway.job where state = 'succeeded' and outcome is not null
                  order by ended_at desc limit ?) as newest""", PlanFacts::finished, FINISHED);
        Map<JobKey, JobSpec> inputs = specs(
                finished.stream().flatMap(job -> job.spec().inputs().stream()).distinct());
        var workloads = new Workloads(key -> Optional.ofNullable(inputs.get(key)), images);
        return new Durations(finished.stream()
                .flatMap(job -> workloads.of(job.spec()).stream().map(work -> sample(work, job)))
                .toList());
    }

    private static Sample sample(Workload work, Finished job) {
        return new Sample(work, job.took());
    }

    private static Finished finished(Row row) throws SQLException {
        return new Finished(
                Json.read(row.text("spec"), JobSpec.class),
                row.optional("took").map(Duration::parse).orElse(Duration.ZERO));
    }

    private Map<JobKey, JobSpec> specs(Stream<JobKey> keys) {
        var specs = new HashMap<JobKey, JobSpec>();
        sql.list(
                        "select key, spec from gateway.job where key = any (?)",
                        row -> Map.entry(new JobKey(row.text("key")), Json.read(row.text("spec"), JobSpec.class)),
                        texts(keys.toList()))
                .forEach(entry -> specs.put(entry.getKey(), entry.getValue()));
        return specs;
    }

    private static Object texts(Collection<JobKey> keys) {
        return keys.stream().map(JobKey::value).toArray(String[]::new);
    }
}
