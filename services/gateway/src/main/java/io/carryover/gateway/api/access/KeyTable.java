/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Rows of keys and sessions. */
@ApplicationScoped
class KeyTable {
    private final Sql sql;

    @Inject
    KeyTable(Sql sql) {
        this.sql = sql;
    }

    Optional<ApiKey> find(String id) {
        return sql.first("select * from gateway.api_key where id = ?", KeyTable::key, id);
    }

    /** All keys but no sessions, newest first. */
    List<ApiKey> keys() {
        return sql.list("select * from gateway.api_key where kind = 'key' order by created_at desc, id", KeyTable::key);
    }

    void insert(ApiKey key) {
        sql.update(
                """
                insert into gateway.api_key (id, kind, tenant, role, name, digest, opened_by, created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                key.id(),
                key.kind().id(),
                key.tenant().value(),
                key.role().id(),
                key.name(),
                key.digest(),
                key.openedBy().orElse(null),
                at(key.created()),
                key.expires().map(KeyTable::at).orElse(null));
    }

    /** Puts the installation's first key there; one with the same secret stays as it is, revoked or not. */
    boolean putBootstrap(ApiKey key) {
        return sql.update(
                        """
                        insert into gateway.api_key (id, kind, tenant, role, name, digest, created_at)
                        values (?, 'key', ?, ?, ?, ?, ?)
                        on conflict (id) do update set digest = excluded.digest, created_at = excluded.created_at, expires_at = null,
                        used_at = null, revoked_at = null where api_key.digest <> excluded.digest""",
                        key.id(),
                        key.tenant().value(),
                        key.role().id(),
                        key.name(),
                        key.digest(),
                        at(key.created()))
                == 1;
    }

    /** With the sessions that it opened. */
    void revoke(String id, Instant now) {
        sql.update(
                "update gateway.api_key set revoked_at = ? where (id = ? or opened_by = ?) and revoked_at is null",
                at(now),
                id,
                id);
    }

    /** No longer than until {@code end}, with the sessions that it opened. */
    void endBy(String id, Instant end) {
        sql.update(
                "update gateway.api_key set expires_at = least(expires_at, ?) where id = ? or opened_by = ?",
                at(end),
                id,
                id);
    }

    /** Notes that it was used; another gateway may have noted it just before. */
    void used(String id, Instant now, Duration atMostEvery) {
        sql.update(
                "update gateway.api_key set used_at = ? where id = ? and (used_at is null or used_at < ?)",
                at(now),
                id,
                at(now.minus(atMostEvery)));
    }

    /** Sessions that ended before are forgotten. */
    void dropSessions(Instant endedBefore) {
        sql.update("delete from gateway.api_key where kind = 'session' and expires_at < ?", at(endedBefore));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static ApiKey key(Row row) throws SQLException {
        return new ApiKey(
                row.text("id"),
                ApiKey.Kind.parse(row.text("kind")),
                new TenantId(row.text("tenant")),
                Role.parse(row.text("role")),
                row.text("name"),
                row.text("digest"),
                row.optional("opened_by"),
                row.instant("created_at"),
                row.optionalInstant("expires_at"),
                row.optionalInstant("used_at"),
                row.optionalInstant("revoked_at"));
    }
}
