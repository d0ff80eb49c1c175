/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.agroal.api.AgroalDataSource;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ResultRecord;
import io.quarkus.agroal.DataSource;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Results that stand. Withdrawn ones are kept inside and shown to nobody. */
@ApplicationScoped
public class ResultTable implements PanacheRepositoryBase<ResultRow, String> {
    private static final int FETCHED = 1_000;

    private final AgroalDataSource database;
    private final Session entities;

    @Inject
    ResultTable(@DataSource("results") AgroalDataSource database, @PersistenceUnit("results") Session entities) {
        this.database = database;
        this.entities = entities;
    }

    /** A page of records, and where the next one begins. */
    public record Slice(List<ResultRecord> records, Optional<Cursor> next) {}

    /**
     * Takes records in, in order: each stands if it is the first of its key or has a higher revision, with its artifacts. Needs
     * the caller's transaction, in which the data source's connection takes part.
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void take(List<Arrival.Placed> arrivals) {
        try (Connection connection = database.getConnection()) {
            new BatchWriter(connection).take(arrivals);
        } catch (SQLException e) {
            throw new IllegalStateException("%d results not written".formatted(arrivals.size()), e);
        }
    }

    /** What stands for a key since; empty where it was withdrawn. */
    public record Change(Sha256 id, Optional<ResultRecord> record) {}

    /**
     * Everything of a tenant that changed between two places in the topic or later, the newest state of each; all that stands
     * where {@code from} is absent. Reads with bounded memory.
     *
     * @param to was read from {@link LogState#place} beforehand: of the same rebuild as {@code from}
     */
    @Transactional
    public void changes(TenantId tenant, Optional<Place> from, Place to, Consumer<Change> consumer) {
        if (from.isEmpty()) {
            read("not withdrawn", Map.of("tenant", tenant.value()), consumer);
            return;
        }
        to.next()
                .keySet()
                .forEach(partition -> read(
                        "partition_id = :partition and record_offset >= :next",
                        Map.of(
                                "tenant",
                                tenant.value(),
                                "partition",
                                partition,
                                "next",
                                from.get().next().getOrDefault(partition, 0L)),
                        consumer));
    }

    private void read(String condition, Map<String, Object> parameters, Consumer<Change> consumer) {
        var query = entities.createNativeQuery(
                "select id, withdrawn, record from {h-schema}result where tenant = :tenant and " + condition,
                Object[].class);
        parameters.forEach(query::setParameter);
        try (Stream<Object[]> rows = query.setFetchSize(FETCHED).getResultStream()) {
            rows.forEach(row -> consumer.accept(new Change(
                    new Sha256((String) row[0]),
                    (boolean) row[1] ? Optional.empty() : Optional.of(ResultRow.stored((byte[]) row[2])))));
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
