/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.registration.Registration.State;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of registrations and of their import jobs. */
@ApplicationScoped
class RegistrationTable {
    private final Sql sql;

    @Inject
    RegistrationTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * Takes the name.
     *
     * @param traceParent the span of the request that posted it, if that is traced
     * @return whether the name was free
     */
    boolean insert(
            TenantId tenant,
            RegistrationType type,
            String name,
            String id,
            String digest,
            String content,
            Optional<String> needs,
            Optional<String> traceParent) {
        return sql.update(
                        """
                        insert into gateway.registration (tenant, kind, name, id, digest, content, needs, trace_parent, state)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'pending') on conflict (tenant, kind, name) do nothing""",
                        tenant.value(),
                        type.id(),
                        name,
                        id,
                        digest,
                        content,
                        needs.orElse(null),
                        traceParent.orElse(null))
                == 1;
    }

    Optional<Registration> find(TenantId tenant, RegistrationType type, String name) {
        return one("where tenant = ? and kind = ? and name = ?", tenant.value(), type.id(), name);
    }

    /** As {@link #find}, holding the row for a change. */
    Optional<Registration> lock(TenantId tenant, RegistrationType type, String name) {
        return one("where tenant = ? and kind = ? and name = ? for update", tenant.value(), type.id(), name);
    }

    /** As {@link #find}, holding the row as it is until the transaction ends. */
    Optional<Registration> hold(TenantId tenant, RegistrationType type, String name) {
        return one("where tenant = ? and kind = ? and name = ? for share", tenant.value(), type.id(), name);
    }

    /** Names that stand. */
    List<String> names(TenantId tenant, RegistrationType type) {
        return sql.list(
                "select name from gateway.registration where tenant = ? and kind = ?",
                row -> row.text("name"),
                tenant.value(),
                type.id());
    }

    /** In order of registration, after {@code cursor}. */
    List<Registration> page(TenantId tenant, RegistrationType type, long cursor, int limit) {
        return many(
                "where tenant = ? and kind = ? and seq > ? order by seq limit ?",
                tenant.value(),
                type.id(),
                cursor,
                limit);
    }

    /** Those that still stand, among these names. */
    Map<String, Registration> byName(TenantId tenant, RegistrationType type, List<String> names) {
        return many(
                        "where tenant = ? and kind = ? and name = any (?)",
                        tenant.value(),
                        type.id(),
                        names.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Registration::name, registration -> registration));
    }

    List<Registration> ofJob(JobKey job) {
        return many(
                "where id in (select registration from gateway.registration_job where job = ?) order by id for update",
                job.value());
    }

    /** Pending ones that were supplied for this dataset. */
    List<Registration> pendingOn(TenantId tenant, String dataset) {
        return many(
                "where tenant = ? and needs = ? and state = 'pending' order by id for update", tenant.value(), dataset);
    }

    void addJob(Registration registration, String part, JobKey job) {
        sql.update(
                "insert into gateway.registration_job (registration, part, job) values (?, ?, ?) on conflict do nothing",
                registration.id(),
                part,
                job.value());
    }

    /** Import jobs by part. */
    SortedMap<String, JobKey> jobs(Registration registration) {
        var jobs = new TreeMap<String, JobKey>();
        sql.list(
                        "select part, job from gateway.registration_job where registration = ?",
                        row -> Map.entry(row.text("part"), new JobKey(row.text("job"))),
                        registration.id())
                .forEach(entry -> jobs.put(entry.getKey(), entry.getValue()));
        return jobs;
    }

    void ready(Registration registration, String ready, Optional<String> report) {
        sql.update("""
                update gateway.registration set state = 'ready', ready = ?, report = ?, code = null, message = null
                where id = ?""", ready, report.orElse(null), registration.id());
    }

    void refused(Registration registration, ErrorCode code, String message) {
        sql.update(
                "update gateway.registration set state = 'refused', code = ?, message = ? where id = ? and state = 'pending'",
                code.name(),
                message,
                registration.id());
    }

    void pendingAgain(Registration registration) {
        sql.update("""
                update gateway.registration set state = 'pending', code = null, message = null
                where id = ? and state = 'refused'""", registration.id());
    }

    void delete(Registration registration) {
        sql.update("delete from gateway.registration where id = ?", registration.id());
    }

    private Optional<Registration> one(String where, @Nullable Object... arguments) {
        return many(where, arguments).stream().findFirst();
    }

    private List<Registration> many(String where, @Nullable Object... arguments) {
        return sql.list("select * from gateway.registration " + where, RegistrationTable::read, arguments);
    }

    private static Registration read(Row row) throws SQLException {
        Optional<String> code = row.optional("code");
        String message = row.optional("message").orElse("");
        return new Registration(
                row.number("seq"),
                new TenantId(row.text("tenant")),
                RegistrationType.valueOf(row.text("kind").toUpperCase(Locale.ROOT)),
                row.text("name"),
                row.text("id"),
                row.text("digest"),
                row.text("content"),
                State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.optional("ready"),
                row.optional("report"),
                code.map(name -> Problem.of(ErrorCode.valueOf(name), message)),
                row.instant("created_at"));
    }
}
