/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Who wants which job. A withdrawn wish is kept, as it says who may still look. Callers hold the job's lock. */
@ApplicationScoped
public class Wishes {
    private final Sql sql;

    Wishes(Sql sql) {
        this.sql = sql;
    }

    /** Adds a wish, or makes it good again. */
    public void add(EvaluationId evaluation, JobKey job, TenantId tenant, Instant at) {
        sql.change("""
                INSERT INTO gateway.job_wish (evaluation, job, tenant, wanted_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (evaluation, job) DO UPDATE SET withdrawn = false WHERE job_wish.withdrawn
                """, evaluation.value(), job.value(), tenant.value(), at);
    }

    /** Withdraws a wish. */
    public void withdraw(EvaluationId evaluation, JobKey job) {
        sql.change(
                "UPDATE gateway.job_wish SET withdrawn = true WHERE evaluation = ?1 AND job = ?2",
                evaluation.value(),
                job.value());
    }

    /** Those that stand, the oldest first. */
    public List<Wish> standing(JobKey job) {
        return sql
                .rows(
                        "SELECT tenant, evaluation FROM gateway.job_wish WHERE job = ?1 AND NOT withdrawn ORDER BY position",
                        job.value())
                .stream()
                .map(row ->
                        new Wish(new TenantId(row.get(0, String.class)), new EvaluationId(row.get(1, String.class))))
                .toList();
    }

    /** Jobs that the evaluation wants, inputs before dependents. */
    public List<JobKey> of(EvaluationId evaluation) {
        return sql
                .texts(
                        "SELECT job FROM gateway.job_wish WHERE evaluation = ?1 AND NOT withdrawn ORDER BY position",
                        evaluation.value())
                .stream()
                .map(JobKey::new)
                .toList();
    }

    /** Whether this tenant wants or wanted it. */
    public boolean known(TenantId tenant, JobKey job) {
        return sql.number(
                        "SELECT count(*) FROM gateway.job_wish WHERE job = ?1 AND tenant = ?2",
                        job.value(),
                        tenant.value())
                > 0;
    }

    /** An evaluation that wants a job. */
    public record Wish(TenantId tenant, EvaluationId evaluation) {}
}
