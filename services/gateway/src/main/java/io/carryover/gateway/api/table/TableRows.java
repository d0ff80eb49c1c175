/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.table;

import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What was last written of every table. */
@ApplicationScoped
class TableRows {
    private final Sql sql;

    @Inject
    TableRows(Sql sql) {
        this.sql = sql;
    }

    /** A table's record, standing or withdrawn, and the digest of what it said. */
    record Written(ImportedTable table, String digest) {
        boolean stands() {
            return table.columns().isPresent();
        }
    }

    /** Holds the name until the transaction ends, whether it has a row or not. */
    void lock(TenantId tenant, String name) {
        sql.lock("imported table %s %s".formatted(tenant, name));
    }

    /** A tenant's own, or one of the study's: they are of the first tenant, and everybody's to see. */
    Optional<Written> find(TenantId tenant, String name) {
        return sql.first(
                "select digest, record from gateway.imported_table where tenant = ? and name = ?",
                TableRows::written,
                owner(tenant, name).value(),
                name);
    }

    /** Those that stand and a tenant may see, by name: its own and the study's. */
    List<ImportedTable> standing(TenantId tenant) {
        return sql
                .list(
                        "select digest, record from gateway.imported_table where (tenant = ? or (tenant = ? and name = ?)) and not withdrawn order by name",
                        TableRows::written,
                        tenant.value(),
                        TenantId.LOCAL.value(),
                        StudyTables.NAME)
                .stream()
                .map(Written::table)
                .toList();
    }

    void put(ImportedTable table, String digest) {
        sql.update(
                """
                insert into gateway.imported_table (tenant, name, revision, withdrawn, digest, record, written_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, name) do update set revision = excluded.revision, withdrawn = excluded.withdrawn,
                digest = excluded.digest, record = excluded.record, written_at = excluded.written_at""",
                table.tenant().value(),
                table.name(),
                table.revision(),
                table.columns().isEmpty(),
                digest,
                Json.text(table),
                table.at().atOffset(ZoneOffset.UTC));
    }

    private static TenantId owner(TenantId asked, String name) {
        return name.equals(StudyTables.NAME) ? TenantId.LOCAL : asked;
    }

    private static Written written(Row row) throws SQLException {
        byte[] record = row.text("record").getBytes(StandardCharsets.UTF_8);
        return new Written(Json.readVersioned(record, ImportedTable.class, ImportedTable.VERSION), row.text("digest"));
    }
}
