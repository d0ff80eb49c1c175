/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import java.util.List;
import java.util.Set;

/** The way to {@code carryover.results}. */
public interface Results {
    /**
     * Writes the record through the outbox in the current transaction, if it is the first of its key or carries a
     * higher revision than those before.
     *
     * @return whether it will be published
     */
    boolean write(ResultRecord record);

    /** Writes the table through the outbox in the current transaction. */
    void write(ImportedTable table);

    /** The records that stand, of these datasets. */
    List<ResultRecord> standing(TenantId tenant, Set<Sha256> datasets);

    /** All records that stand. */
    List<ResultRecord> standing(TenantId tenant);
}
