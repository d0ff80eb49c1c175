/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.JobCount;
import io.carryover.gateway.core.JobEntry;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.JobSummary.Failure;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Jobs as others see them. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class JobViews {
    /** How the story of a failed attempt ends, where its log was kept. */
    private static final Pattern LOG = Pattern.compile("\\(log and stack trace: ([0-9a-f]{64})\\)$");

    private final JobTable jobs;
    private final Sql sql;
    private final Waits waits;

    JobViews(JobTable jobs, Sql sql, Waits waits) {
        this.jobs = jobs;
        this.sql = sql;
        this.waits = waits;
    }

    Optional<JobView> find(JobKey key) {
        return jobs.findByIdOptional(key.value()).map(row -> {
            JobSummary summary = summary(row, waits.look());
            return new JobView(
                    key,
                    summary.state().id(),
                    row.run,
                    summary.queue(),
                    summary.spec(),
                    summary.waitsFor(),
                    summary.progress(),
                    summary.failure().map(failure -> Problem.of(failure.code(), failure.message())),
                    Optional.ofNullable(row.outcome).map(text -> Json.read(text, Outcome.class)),
                    story(key));
        });
    }

    private List<JobView.StoryLine> story(JobKey key) {
        return sql
                .rows("SELECT at, what, worker, detail FROM gateway.job_story WHERE job = ?1 ORDER BY id", key.value())
                .stream()
                .map(row -> new JobView.StoryLine(
                        row.get(0, Instant.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        row.get(3, String.class),
                        log(row.get(1, String.class), row.get(3, String.class))))
                .toList();
    }

    private static Optional<Sha256> log(String what, String detail) {
        Matcher named = LOG.matcher(detail);
        return what.equals("attempt failed") && named.find()
                ? Optional.of(new Sha256(named.group(1)))
                : Optional.empty();
    }

    List<JobSummary> ofEvaluation(EvaluationId evaluation) {
        Waits.Look look = waits.look();
        List<String> keys = sql.texts(
                "SELECT job FROM gateway.job_wish WHERE evaluation = ?1 ORDER BY position", evaluation.value());
        var rows = jobs.list("key in ?1", keys).stream().collect(Collectors.toMap(row -> row.key, row -> row));
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(rows.get(key)).stream())
                .map(row -> summary(row, look))
                .toList();
    }

    List<JobEntry> page(Collection<EvaluationId> wishers, JobFilter filter, long after, int limit) {
        Waits.Look look = waits.look();
        List<Tuple> places = sql.rows(
                """
                SELECT j.key, w.position,
                  (SELECT count(*) FROM gateway.job_story s WHERE s.job = j.key AND s.what = 'started')
                FROM (SELECT job, min(position) AS position FROM gateway.job_wish
                      WHERE evaluation = ANY (string_to_array(?1, ' ')) GROUP BY job) w
                JOIN gateway.job j ON j.key = w.job
                WHERE w.position > ?2
                  AND (?3 = '' OR CAST(j.spec AS json) ->> 'type' = ANY (string_to_array(?3, ' ')))
                  AND (?4 = '' OR j.state = ANY (string_to_array(?4, ' ')))
                ORDER BY w.position LIMIT ?5
                """,
                words(wishers),
                after,
                String.join(" ", filter.steps()),
                filter.states().stream().map(JobStatus::id).collect(Collectors.joining(" ")),
                limit);
        var rows = jobs
                .list(
                        "key in ?1",
                        places.stream().map(place -> place.get(0, String.class)).toList())
                .stream()
                .collect(Collectors.toMap(row -> row.key, row -> row));
        return places.stream()
                .map(place -> entry(place, Objects.requireNonNull(rows.get(place.get(0, String.class))), look))
                .toList();
    }

    private JobEntry entry(Tuple place, JobRow row, Waits.Look look) {
        Optional<WorkerId> worker =
                switch (JobRows.read(row).state()) {
                    case JobState.Running running -> Optional.of(running.worker());
                    case JobState.Cancelling cancelling -> Optional.of(cancelling.worker());
                    case JobState.Planned _,
                            JobState.Queued _,
                            JobState.Released _,
                            JobState.Succeeded _,
                            JobState.Failed _,
                            JobState.Cancelled _,
                            JobState.Skipped _ -> Optional.empty();
                };
        return new JobEntry(
                place.get(1, Number.class).longValue(),
                summary(row, look),
                worker,
                row.stateSince,
                place.get(2, Number.class).longValue());
    }

    List<JobCount> count(Collection<EvaluationId> wishers) {
        return sql.rows("""
                        SELECT CAST(j.spec AS json) ->> 'type', j.state, count(*), min(w.position)
                        FROM (SELECT job, min(position) AS position FROM gateway.job_wish
                              WHERE evaluation = ANY (string_to_array(?1, ' ')) GROUP BY job) w
                        JOIN gateway.job j ON j.key = w.job
                        GROUP BY 1, 2 ORDER BY 4
                        """, words(wishers)).stream()
                .map(row -> new JobCount(
                        row.get(0, String.class),
                        JobStatus.parse(row.get(1, String.class)),
                        row.get(2, Number.class).longValue()))
                .toList();
    }

    /** For string_to_array: identities hold no blanks. */
    private static String words(Collection<EvaluationId> wishers) {
        return wishers.stream().map(EvaluationId::value).collect(Collectors.joining(" "));
    }

    private JobSummary summary(JobRow row, Waits.Look look) {
        return new JobSummary(
                JobRows.key(row),
                JobStatus.parse(row.state),
                row.run,
                Queue.parse(row.queue),
                Json.read(row.spec, JobSpec.class),
                look.words(row, JobRows.read(row)),
                Optional.ofNullable(row.progress).map(text -> Json.read(text, Progress.class)),
                failure(row));
    }

    private Optional<Failure> failure(JobRow row) {
        if (row.failureCode != null) {
            return Optional.of(new Failure(ErrorCode.valueOf(row.failureCode), String.valueOf(row.failureMessage)));
        }
        if (row.skippedBecause != null && !row.skippedBecause.equals(row.key)) {
            return jobs.findByIdOptional(row.skippedBecause).flatMap(this::failure);
        }
        return Optional.empty();
    }
}
