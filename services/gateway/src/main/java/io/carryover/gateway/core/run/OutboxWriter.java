/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultsMessage;
import io.carryover.gateway.core.table.Sql;
import io.carryover.messaging.Envelope;
import io.carryover.messaging.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Promises messages in the transaction of the caller. */
@ApplicationScoped
public class OutboxWriter {
    private final Sql sql;
    private final AfterCommit afterCommit;
    private final JobTraces traces;
    private final Topics topics;
    private final Envelope envelope;
    private final Clock clock = Clock.systemUTC();

    OutboxWriter(Sql sql, AfterCommit afterCommit, JobTraces traces, Identity identity) {
        this.sql = sql;
        this.afterCommit = afterCommit;
        this.traces = traces;
        this.topics = identity.topics();
        this.envelope = new Envelope("/gateway/" + identity.name(), clock);
    }

    void job(JobMessage message) {
        String key = message.job().value();
        write(
                message.tenant(),
                topics.jobs(message.queue()),
                key,
                message,
                envelope.headers("job", JobMessage.VERSION, key, traces.released(message)));
    }

    void control(TenantId tenant, ControlState state) {
        String key = state.job().value();
        write(
                tenant,
                topics.control(),
                key,
                state,
                envelope.headers("control", ControlState.VERSION, key, Optional.empty()));
    }

    void result(ResultsMessage message) {
        String key = message.digest().hex();
        write(
                message.tenant(),
                topics.results(),
                key,
                message,
                switch (message) {
                    case ResultRecord _ -> envelope.headers("result", ResultRecord.VERSION, key, Optional.empty());
                    case ImportedTable _ ->
                        envelope.headers(ImportedTable.TYPE, ImportedTable.VERSION, key, Optional.empty());
                });
    }

    private void write(TenantId tenant, String topic, String key, Object value, Map<String, String> headers) {
        sql.change("""
                INSERT INTO gateway.outbox (tenant, topic, key, value, headers, created_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, tenant.value(), topic, key, Json.bytes(value), Json.text(headers), clock.instant());
        if (afterCommit.outboxWritten()) {
            // Reaches the gateway that relays, whichever it is, when this transaction commits.
            sql.rows("SELECT CAST(pg_notify('" + OutboxListener.CHANNEL + "', '') AS text)");
        }
    }
}
