/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.gateway.core.Results;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;

/** Publishes each result once: the key is unique in the table, whatever the number of gateways. */
@ApplicationScoped
@Transactional
public class ResultWriter implements Results {
    private final Sql sql;
    private final OutboxWriter outbox;
    private final JobMeters meters;

    ResultWriter(Sql sql, OutboxWriter outbox, JobMeters meters) {
        this.sql = sql;
        this.outbox = outbox;
        this.meters = meters;
    }

    @Override
    public boolean write(ResultRecord record) {
        boolean counts = sql.change(
                        """
                        INSERT INTO gateway.result_key AS r (digest, tenant, job, revision, record, written_at, dataset)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                        ON CONFLICT (digest) DO UPDATE SET job = ?3, revision = ?4, record = ?5, written_at = ?6
                        WHERE r.revision < ?4
                        """,
                        record.key().digest().hex(),
                        record.key().tenant().value(),
                        record.job().value(),
                        record.revision(),
                        Json.text(record),
                        record.at(),
                        record.key().dataset().hex())
                == 1;
        if (counts) {
            outbox.result(record);
            meters.resultWritten();
        }
        return counts;
    }

    @Override
    public void write(ImportedTable table) {
        outbox.result(table);
    }

    @Override
    public List<ResultRecord> standing(TenantId tenant, Set<Sha256> datasets) {
        return datasets.stream()
                .flatMap(dataset -> sql
                        .texts(
                                "SELECT record FROM gateway.result_key WHERE tenant = ?1"
                                        + " AND (dataset = ?2 OR dataset IS NULL) ORDER BY digest",
                                tenant.value(),
                                dataset.hex())
                        .stream()
                        .map(text -> Json.read(text, ResultRecord.class))
                        .filter(record -> record.key().dataset().equals(dataset)))
                .toList();
    }

    @Override
    public List<ResultRecord> standing(TenantId tenant) {
        return sql
                .texts("SELECT record FROM gateway.result_key WHERE tenant = ?1 ORDER BY digest", tenant.value())
                .stream()
                .map(text -> Json.read(text, ResultRecord.class))
                .toList();
    }
}
