/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ResultRecord;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results that stand. Withdrawn ones are kept inside and shown to nobody. */
@ApplicationScoped
public class ResultTable implements PanacheRepositoryBase<ResultRow, String> {
    private final ArtifactTable artifacts;

    @Inject
    ResultTable(ArtifactTable artifacts) {
        this.artifacts = artifacts;
    }

    /** A page of records, and where the next one begins. */
    public record Slice(List<ResultRecord> records, Optional<Cursor> next) {}

    /** Takes a record in, if it is the first of its key or has a higher revision. Needs the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(ResultRecord record) {
        String id = record.key().digest().hex();
        ResultRow row = findById(id);
        if (row == null) {
            ResultRow fresh = new ResultRow();
            fresh.take(record);
            // The artifacts refer to the row.
            persistAndFlush(fresh);
            artifacts.replace(record);
        } else if (record.revision() > row.revision) {
            row.take(record);
            artifacts.replace(record);
        }
    }

    /** The record that stands for this key. */
    @Transactional
    public Optional<ResultRecord> standing(TenantId tenant, Sha256 id) {
        return find("id = ?1 and tenant = ?2 and withdrawn = false", id.hex(), tenant.value())
                .firstResultOptional()
                .map(ResultRow::record);
    }

    /** Everything that stands, newest first. */
    @Transactional
    public List<ResultRecord> standing(TenantId tenant, ResultFilter filter) {
        Query query = query(tenant, filter);
        return find(query.text(), order(), query.parameters()).stream()
                .map(ResultRow::record)
                .toList();
    }

    /** At most {@code limit} results, newest first. */
    @Transactional
    public Slice page(TenantId tenant, ResultFilter filter, Optional<Cursor> after, int limit) {
        Query query = query(tenant, filter);
        String text = query.text();
        if (after.isPresent()) {
            text += " and (recordedAt < :afterAt or (recordedAt = :afterAt and id < :afterId))";
            query.parameters().put("afterAt", after.get().at());
            query.parameters().put("afterId", after.get().id());
        }
        List<ResultRow> rows = find(text, order(), query.parameters())
                .page(Page.ofSize(limit + 1))
                .list();
        List<ResultRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        Optional<Cursor> next = rows.size() > limit
                ? Optional.of(new Cursor(shown.getLast().recordedAt, shown.getLast().id))
                : Optional.empty();
        return new Slice(shown.stream().map(ResultRow::record).toList(), next);
    }

    private record Query(String text, Map<String, Object> parameters) {}

    private static Query query(TenantId tenant, ResultFilter filter) {
        StringBuilder text = new StringBuilder("tenant = :tenant and withdrawn = false");
        Map<String, Object> parameters = new HashMap<>(filter.parts());
        parameters.keySet().forEach(field -> text.append(" and %s = :%s".formatted(field, field)));
        parameters.put("tenant", tenant.value());
        return new Query(text.toString(), parameters);
    }

    private static Sort order() {
        return Sort.descending("recordedAt", "id");
    }
}
