/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/**
 * The numbered states that streams send. They stand in the database, so a stream goes on at any gateway; they are made while
 * somebody watches, by whichever gateway is first, at most twice a second.
 */
@ApplicationScoped
class ProgressLog {
    /** Each is a whole state, so a client that missed older ones has lost nothing. */
    private static final int KEPT = 50;

    private final EvaluationTable evaluations;
    private final EvaluationViews views;
    private final Sql sql;

    @Inject
    ProgressLog(EvaluationTable evaluations, EvaluationViews views, Sql sql) {
        this.evaluations = evaluations;
        this.views = views;
        this.sql = sql;
    }

    /** One state. {@code kind} is {@code progress} or, for the last, {@code end}. */
    record Entry(long seq, String kind, String data) {
        boolean last() {
            return kind.equals("end");
        }
    }

    /** Writes the state down if it has changed and it is time. */
    @Transactional
    void snapshot(EvaluationId id) {
        if (!sql.tryLock("progress " + id)) {
            return;
        }
        Optional<Evaluation> evaluation = evaluations.find(id);
        if (evaluation.isEmpty()) {
            return;
        }
        Optional<Entry> newest = newest(id);
        boolean ended = evaluation.orElseThrow().endedAt().isPresent();
        // An end, and a retry after it, are written at once: a stream that took the old end for the last would stop
        // there.
        if (newest.map(Entry::last).orElse(false) == ended && recent(id)) {
            return;
        }
        EvaluationView view = views.progress(evaluation.orElseThrow());
        String kind = view.endedAt().isPresent() ? "end" : "progress";
        String data = Json.text(view);
        if (newest.isPresent() && newest.orElseThrow().data().equals(data)) {
            return;
        }
        long seq = newest.map(Entry::seq).orElse(0L) + 1;
        sql.update(
                "insert into gateway.evaluation_event (evaluation, seq, kind, data) values (?, ?, ?, ?)",
                id.value(),
                seq,
                kind,
                data);
        sql.update("delete from gateway.evaluation_event where evaluation = ? and seq <= ?", id.value(), seq - KEPT);
    }

    /** Those after {@code seen}, oldest first. */
    List<Entry> after(EvaluationId id, long seen) {
        return sql.list(
                "select seq, kind, data from gateway.evaluation_event where evaluation = ? and seq > ? order by seq",
                row -> new Entry(row.number("seq"), row.text("kind"), row.text("data")),
                id.value(),
                seen);
    }

    /** The newest one. */
    Optional<Entry> newest(EvaluationId id) {
        return sql.first("""
                select seq, kind, data from gateway.evaluation_event where evaluation = ?
                order by seq desc limit 1""", row -> new Entry(row.number("seq"), row.text("kind"), row.text("data")), id.value());
    }

    private boolean recent(EvaluationId id) {
        return sql.first("""
                        select 1 from gateway.evaluation_event where evaluation = ? and at > now() - interval '400 ms'
                        limit 1""", _ -> true, id.value()).isPresent();
    }
}
