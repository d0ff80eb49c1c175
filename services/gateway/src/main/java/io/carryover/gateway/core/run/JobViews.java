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
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.JobSummary.Failure;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs as others see them. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class JobViews {
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
                        row.get(3, String.class)))
                .toList();
    }

    List<JobSummary> ofEvaluation(EvaluationId evaluation) {
        Waits.Look look = waits.look();
        List<String> keys = sql.texts(
                "SELECT job FROM gateway.job_wish WHERE evaluation = ?1 ORDER BY position", evaluation.value());
        var rows = jobs.list("key in ?1", keys).stream()
                .collect(java.util.stream.Collectors.toMap(row -> row.key, row -> row));
        return keys.stream()
                .flatMap(key -> Optional.ofNullable(rows.get(key)).stream())
                .map(row -> summary(row, look))
                .toList();
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
