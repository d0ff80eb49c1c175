/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import io.carryover.contracts.id.JobKey;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;

/** The jobs. */
@ApplicationScoped
public class JobTable implements PanacheRepositoryBase<JobRow, String> {
    private final Sql sql;

    JobTable(Sql sql) {
        this.sql = sql;
    }

    /** The job, locked until the transaction ends: nothing about it changes meanwhile, its wishes included. */
    public Optional<JobRow> lock(JobKey key) {
        return Optional.ofNullable(findById(key.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    /** Inserts a job that isn't there; says whether it wasn't. Two gateways may try at once. */
    public boolean insertNew(JobRow row) {
        return sql.change(
                        """
                WITH q AS (INSERT INTO gateway.queue (name) VALUES (?4) ON CONFLICT DO NOTHING)
                INSERT INTO gateway.job (key, tenant, owner, queue, spec, state, detail, run, turn_tenant,
                    turn_evaluation, state_since)
                VALUES (?1, ?2, CAST(?3 AS text), ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT DO NOTHING
                """,
                        row.key,
                        row.tenant,
                        row.owner,
                        row.queue,
                        row.spec,
                        row.state,
                        row.detail,
                        row.run,
                        row.turnTenant,
                        row.turnEvaluation,
                        row.stateSince)
                == 1;
    }
}
