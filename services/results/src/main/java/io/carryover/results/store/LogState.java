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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What the database holds as a whole: its version, its digest, and how it is emptied. */
@ApplicationScoped
public class LogState {
    private static final int FETCHED = 1_000;

    private final Session entities;
    private volatile @Nullable Known last;

    private record Known(String version, Sha256 digest) {}

    @Inject
    LogState(@PersistenceUnit("results") Session entities) {
        this.entities = entities;
    }

    /** Counts of results that stand, that were withdrawn, of imported tables that stand, and of records that couldn't be read. */
    public record Counts(long standing, long withdrawn, long tables, long unreadable) {}

    /** How far the topic has been taken in. */
    @Transactional
    public Place place() {
        Map<Integer, Long> next = new TreeMap<>();
        long rebuilds = 0;
        for (Object[] row : entities.createNativeQuery(
                        "select number, partition_id, next_offset from {h-schema}rebuild left join {h-schema}log_offset on true",
                        Object[].class)
                .getResultList()) {
            rebuilds = ((Number) row[0]).longValue();
            if (row[1] != null) {
                next.put(((Number) row[1]).intValue(), ((Number) row[2]).longValue());
            }
        }
        return new Place(rebuilds, next);
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

    /**
     * Digest over every row of results and of imported tables, in order of keys: equal states have equal digests. The database
     * has a digest of each record, so that a million of them aren't sent here; what was computed for a place is kept.
     */
    @Transactional
    public Sha256 digest() {
        String version = place().version();
        Known known = last;
        if (known == null || !known.version().equals(version)) {
            known = new Known(version, computeDigest());
            last = known;
        }
        return known.digest();
    }

    private Sha256 computeDigest() {
        MessageDigest digest = Sha256.newDigest();
        update(digest, "result", "digest");
        update(digest, "imported_table", "sha256(convert_to(record, 'UTF8'))");
        return Sha256.of(digest);
    }

    private void update(MessageDigest digest, String table, String ofRecord) {
        try (Stream<String> rows = entities.createNativeQuery(
                        "select id || ' ' || revision || ' ' || withdrawn || ' '"
                                + " || encode(%s, 'hex') from {h-schema}%s order by id collate \"C\""
                                        .formatted(ofRecord, table),
                        String.class)
                .setFetchSize(FETCHED)
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
        // First, as whoever adds rows does: two that wait for each other's tables would be ended.
        entities.createNativeMutationQuery("update {h-schema}rebuild set number = number + 1")
                .executeUpdate();
        // Dropped at once: to delete a million rows one by one takes longer than to read them.
        entities.createNativeMutationQuery(
                        "truncate {h-schema}result, {h-schema}result_artifact, {h-schema}imported_table, {h-schema}unreadable_record, {h-schema}log_offset")
                .executeUpdate();
    }

    /** Without keys and indexes, everything is read faster. {@link #serveReaders} brings them back. */
    @Transactional
    public void readEverything() {
        entities.doWork(FirstReading::begin);
    }

    /** One row of each key, and the indexes that readers need, where they are missing. */
    @Transactional
    public void serveReaders() {
        entities.doWork(FirstReading::end);
    }

    private long count(String query, TenantId tenant) {
        return entities.createNativeQuery(query, Long.class)
                .setParameter(1, tenant.value())
                .getSingleResult();
    }
}
