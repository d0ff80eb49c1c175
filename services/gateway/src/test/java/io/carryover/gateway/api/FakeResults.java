/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.gateway.core.Results;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps the first record of each key, or one of a higher revision, as the real one does. */
@Alternative
@ApplicationScoped
public class FakeResults implements Results {
    private final Map<Sha256, ResultRecord> records = new LinkedHashMap<>();
    private final List<ImportedTable> tables = new ArrayList<>();

    @Override
    public synchronized boolean write(ResultRecord record) {
        ResultRecord stands = records.get(record.key().digest());
        if (stands != null && stands.revision() >= record.revision()) {
            return false;
        }
        records.put(record.key().digest(), record);
        return true;
    }

    @Override
    public synchronized void write(ImportedTable table) {
        tables.add(table);
    }

    /** Tables and withdrawals, in order. */
    public synchronized List<ImportedTable> tables() {
        return List.copyOf(tables);
    }

    @Override
    public synchronized List<ResultRecord> standing(TenantId tenant, Set<Sha256> datasets) {
        return standing(tenant).stream()
                .filter(record -> datasets.contains(record.key().dataset()))
                .toList();
    }

    @Override
    public synchronized List<ResultRecord> standing(TenantId tenant) {
        return records().stream()
                .filter(record -> record.key().tenant().equals(tenant))
                .toList();
    }

    /** Everything written, in order. */
    public synchronized List<ResultRecord> records() {
        return List.copyOf(records.values());
    }
}
