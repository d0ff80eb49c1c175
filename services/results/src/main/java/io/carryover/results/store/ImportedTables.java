/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.ImportedTable;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Imported tables that stand. Withdrawn ones are kept inside and shown to nobody. */
@ApplicationScoped
public class ImportedTables implements PanacheRepositoryBase<ImportedTableRow, String> {
    /** Takes a record in, if it is the first of its name or has a higher revision. Needs the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(ImportedTable table) {
        ImportedTableRow row = findById(table.digest().hex());
        if (row == null) {
            ImportedTableRow fresh = new ImportedTableRow();
            fresh.take(table);
            persist(fresh);
        } else if (table.revision() > row.revision) {
            row.take(table);
        }
    }

    /** Everything that stands and the tenant may see, by name: its own, and what comes with Carryover and is everybody's. */
    @Transactional
    public List<ImportedTable> standing(TenantId tenant) {
        return find(
                        "(tenant = ?1 or (tenant = ?2 and name = ?3)) and withdrawn = false",
                        Sort.ascending("name"),
                        tenant.value(),
                        TenantId.LOCAL.value(),
                        StudyTables.NAME)
                .stream()
                .map(ImportedTableRow::table)
                .toList();
    }
}
