/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.gateway.core.table.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Sends every result and imported table that stands once more: what fills a results topic that was lost. Readers pass over what
 * they have, as no revision is higher.
 */
@ApplicationScoped
public class Republication {
    private static final Logger LOG = Logger.getLogger(Republication.class);
    private static final int AT_ONCE = 500;

    private final Sql sql;
    private final OutboxWriter outbox;

    Republication(Sql sql, OutboxWriter outbox) {
        this.sql = sql;
        this.outbox = outbox;
    }

    /** How many records were promised; the relay sends them. */
    public record Report(long results, long tables) {}

    /** In transactions of some hundred each: broken off, it is simply done again. */
    public Report republish() {
        long results = 0;
        String last = "";
        for (List<Tuple> page = results(last); !page.isEmpty(); page = results(last)) {
            results += page.size();
            last = page.getLast().get(0, String.class);
        }
        long tables = QuarkusTransaction.requiringNew().call(this::tables);
        LOG.infof("%d results and %d tables are sent again", results, tables);
        return new Report(results, tables);
    }

    private List<Tuple> results(String after) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<Tuple> page = sql.rows(
                    "SELECT digest, record FROM gateway.result_key WHERE digest > ?1 ORDER BY digest LIMIT ?2",
                    after,
                    AT_ONCE);
            page.forEach(row -> outbox.result(Json.read(row.get(1, String.class), ResultRecord.class)));
            return page;
        });
    }

    private long tables() {
        List<String> records = sql.texts("SELECT record FROM gateway.imported_table ORDER BY tenant, name");
        records.forEach(record -> outbox.result(Json.readVersioned(
                record.getBytes(StandardCharsets.UTF_8), ImportedTable.class, ImportedTable.VERSION)));
        return records.size();
    }
}
