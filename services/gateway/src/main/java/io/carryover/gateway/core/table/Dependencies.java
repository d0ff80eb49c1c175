/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which job reads the outcome of which. */
@ApplicationScoped
public class Dependencies {
    private final Sql sql;

    Dependencies(Sql sql) {
        this.sql = sql;
    }

    /** Says that {@code job} reads {@code input}. */
    public void add(JobKey job, JobKey input, TenantId tenant) {
        sql.change(
                "INSERT INTO gateway.job_dependency (job, input, tenant) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                job.value(),
                input.value(),
                tenant.value());
    }

    /** Jobs that read {@code input}, in the order of their keys: whoever locks several locks them in this order. */
    public List<JobKey> dependents(JobKey input) {
        return sql.texts("SELECT job FROM gateway.job_dependency WHERE input = ?1 ORDER BY job", input.value()).stream()
                .map(JobKey::new)
                .toList();
    }

    /** What {@code job} reads, and where that stands. */
    public List<Input> inputs(JobKey job) {
        return sql.rows("""
                        SELECT i.key, i.state FROM gateway.job_dependency d JOIN gateway.job i ON i.key = d.input
                        WHERE d.job = ?1 ORDER BY i.key
                        """, job.value()).stream()
                .map(row -> new Input(new JobKey(row.get(0, String.class)), row.get(1, String.class)))
                .toList();
    }

    /** An input, and its state by its stable name. */
    public record Input(JobKey job, String state) {}
}
