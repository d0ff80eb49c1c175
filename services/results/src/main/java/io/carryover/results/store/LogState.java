/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.quarkus.hibernate.orm.PersistenceUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.Session;

/** What the database holds as a whole: its version, its digest, and how it is emptied. */
@ApplicationScoped
public class LogState {
    private final Session entities;

    @Inject
    LogState(@PersistenceUnit("results") Session entities) {
        this.entities = entities;
    }

    /** Counts of results that stand, that were withdrawn, of imported tables that stand, and of records that couldn't be read. */
    public record Counts(long standing, long withdrawn, long tables, long unreadable) {}

    /** Changes with every batch of records taken in: the places up to which the topic was read. */
    @Transactional
    public String version() {
        List<String> offsets = entities.createNativeQuery(
                        "select partition_id || ':' || next_offset from {h-schema}log_offset order by topic, partition_id",
                        String.class)
                .getResultList();
        return Sha256.of(String.valueOf(offsets)).brief();
    }

    /** Counts over one tenant. */
    @Transactional
    public Counts counts(TenantId tenant) {
        return new Counts(
                count("select count(*) from {h-schema}result where not withdrawn and tenant = ?1", tenant),
                count("select count(*) from {h-schema}result where withdrawn and tenant = ?1", tenant),
                count("select count(*) from {h-schema}imported_table where not withdrawn and tenant = ?1", tenant),
                count("select count(*) from {h-schema}unreadable_record where tenant = ?1", tenant));
    }

    /** Digest over every row of results and of imported tables, in order of keys: equal states have equal digests. */
    @Transactional
    public Sha256 digest() {
        MessageDigest digest = Sha256.newDigest();
        update(digest, "result");
        update(digest, "imported_table");
        return Sha256.of(digest);
    }

    private void update(MessageDigest digest, String table) {
        try (Stream<String> rows = entities.createNativeQuery(
                        "select id || ' ' || revision || ' ' || withdrawn || ' ' || record from {h-schema}%s order by id collate \"C\""
                                .formatted(table),
                        String.class)
                .getResultStream()) {
            rows.forEach(row -> digest.update((row + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Keeps a record's place that can't be read. Needs the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void unreadable(int partition, long offset, TenantId tenant, String reason) {
        UnreadableRow row = new UnreadableRow();
        row.partition = partition;
        row.offset = offset;
        row.tenant = tenant.value();
        row.reason = reason;
        entities.merge(row);
    }

    /** Forgets everything, the place in the topic too. */
    @Transactional
    public void clear() {
        for (String table : List.of("result", "imported_table", "unreadable_record", "log_offset")) {
            entities.createNativeMutationQuery("delete from {h-schema}" + table).executeUpdate();
        }
    }

    private long count(String query, TenantId tenant) {
        return entities.createNativeQuery(query, Long.class)
                .setParameter(1, tenant.value())
                .getSingleResult();
    }
}
