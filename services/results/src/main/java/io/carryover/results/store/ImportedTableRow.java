/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;

/** The record that stands for an imported table. A withdrawal stands too, so that nothing older comes back. */
@Entity
@Table(name = "imported_table")
class ImportedTableRow {
    @Id
    String id = "";

    String tenant = "";
    String name = "";
    int revision;
    boolean withdrawn;
    String record = "";

    void take(ImportedTable from) {
        id = from.digest().hex();
        tenant = from.tenant().value();
        name = from.name();
        revision = from.revision();
        withdrawn = from.columns().isEmpty();
        record = Json.canonical(from);
    }

    ImportedTable table() {
        return Json.readVersioned(record.getBytes(StandardCharsets.UTF_8), ImportedTable.class, ImportedTable.VERSION);
    }
}
