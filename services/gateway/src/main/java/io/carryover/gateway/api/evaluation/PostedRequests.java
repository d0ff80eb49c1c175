/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.Submissions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The requests that posted evaluations and registrations; an evaluation's analysis has that of the evaluation. */
@ApplicationScoped
class PostedRequests implements Submissions {
    private final Sql sql;

    @Inject
    PostedRequests(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<String> traceParent(EvaluationId wisher) {
        return sql.first("""
                select trace_parent from (
                  select trace_parent from gateway.evaluation where id = ?
                  union all select trace_parent from gateway.registration where id = ?
                  union all select e.trace_parent from gateway.analysis a
                    join gateway.evaluation e on e.id = a.evaluation where a.id = ?) posted
                where trace_parent is not null""", row -> row.text("trace_parent"), wisher.value(), wisher.value(), wisher.value());
    }
}
