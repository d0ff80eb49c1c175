/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.analysis;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultKey;
import io.carryover.gateway.api.analysis.Analysis.Source;
import io.carryover.gateway.api.analysis.Analysis.State;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows of analyses. */
@ApplicationScoped
public class AnalysisTable {
    private final Sql sql;

    @Inject
    AnalysisTable(Sql sql) {
        this.sql = sql;
    }

    /** The id of the analysis that closes an evaluation. */
    public static EvaluationId idOf(EvaluationId evaluation) {
        return new EvaluationId("an-" + evaluation.value().replaceFirst("^ev-", ""));
    }

    /** The evaluation has ended, or has ended once more: its analysis is to be planned, or planned anew. */
    public void due(EvaluationId evaluation, TenantId tenant) {
        sql.update("""
                insert into gateway.analysis as a (id, tenant, evaluation, source, state)
                values (?, ?, ?, 'measured', 'due')
                on conflict (id) do update set state = 'due', ends = a.ends + 1""", idOf(evaluation).value(), tenant.value(), evaluation.value());
    }

    List<EvaluationId> due(int limit) {
        return sql.list(
                "select id from gateway.analysis where state = 'due' order by id limit ?",
                row -> new EvaluationId(row.text("id")),
                limit);
    }

    /** Keeps one that was asked for; one that is there stays. */
    void insert(
            EvaluationId id, TenantId tenant, Source source, JobSpec.Analysis spec, JobKey job, List<String> notes) {
        sql.update("""
                insert into gateway.analysis (id, tenant, source, state, spec, job, notes)
                values (?, ?, ?, 'planned', ?, ?, ?) on conflict (id) do nothing""", id.value(), tenant.value(), source.id(), Json.text(spec), job.value(), Json.text(notes));
    }

    /** Does nothing where the evaluation has ended again since: it is due then. */
    void planned(Analysis seen, JobSpec.Analysis spec, JobKey job, List<String> notes) {
        sql.update(
                """
                update gateway.analysis set state = 'planned', spec = ?, job = ?, notes = ?, why = null
                where id = ? and ends = ?""", Json.text(spec), job.value(), Json.text(notes), seen.id().value(), seen.ends());
    }

    /** As {@link #planned}: there is none. */
    void none(Analysis seen, String why, List<String> notes) {
        sql.update("""
                update gateway.analysis set state = 'none', spec = null, job = null, notes = ?, why = ?
                where id = ? and ends = ?""", Json.text(notes), why, seen.id().value(), seen.ends());
    }

    Optional<Analysis> find(EvaluationId id) {
        return sql.first("select * from gateway.analysis where id = ?", AnalysisTable::read, id.value());
    }

    /** Newest first, older than {@code cursor}. */
    List<Analysis> page(TenantId tenant, long cursor, int limit) {
        return sql.list(
                "select * from gateway.analysis where tenant = ? and seq < ? order by seq desc limit ?",
                AnalysisTable::read,
                tenant.value(),
                cursor,
                limit);
    }

    /** Which numbers the cells of an evaluation came to; their metric is the one that was asked for. */
    Set<ResultKey> scored(EvaluationId evaluation) {
        return sql.list("""
                        select result::json ->> 'key' as key from gateway.cell
                        where evaluation = ? and state = 'scored' and result is not null""", row -> Json.read(row.text("key"), ResultKey.class), evaluation.value()).stream()
                .collect(Collectors.toSet());
    }

    private static Analysis read(Row row) throws SQLException {
        return new Analysis(
                row.number("seq"),
                new EvaluationId(row.text("id")),
                new TenantId(row.text("tenant")),
                row.optional("evaluation").map(EvaluationId::new),
                Source.valueOf(row.text("source").toUpperCase(Locale.ROOT)),
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.number("ends"),
                row.optional("spec").map(json -> Json.read(json, JobSpec.Analysis.class)),
                row.optional("job").map(JobKey::new),
                Arrays.asList(Json.read(row.text("notes"), String[].class)),
                row.optional("why"),
                row.instant("created_at"));
    }
}
