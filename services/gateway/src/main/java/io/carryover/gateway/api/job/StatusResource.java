/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.StatusView;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.storage.ObjectStore;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/status}. */
@Path("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "workers and queues")
public class StatusResource {
    private final Sql sql;
    private final ObjectStore store;
    private final String version;

    @Inject
    StatusResource(
            Sql sql,
            ObjectStore store,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "dev") String version) {
        this.sql = sql;
        this.store = store;
        this.version = version;
    }

    private record Outbox(long records, double lagSeconds) {}

    /** Shows it. */
    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Show how the gateway stands",
            description = "For operators: version, object store, messages that wait to be sent, what failed lately.")
    public StatusView get() {
        Outbox outbox = sql.first("""
                        select count(*) as records,
                          coalesce((extract(epoch from now() - min(created_at)) * 1000)::bigint, 0) as millis
                        from gateway.outbox""", row -> new Outbox(row.number("records"), row.number("millis") / 1000.0))
                .orElseThrow();
        return new StatusView(version, store(), outbox.records(), Math.max(0, outbox.lagSeconds()), failed());
    }

    private Optional<Problem> store() {
        try {
            store.check();
            return Optional.empty();
        } catch (CarryoverException e) {
            return Optional.of(Problem.of(e));
        }
    }

    private SortedMap<String, Long> failed() {
        var failed = new TreeMap<String, Long>();
        sql.list("""
                        select failure_code, count(*) as jobs from gateway.job
                        where state = 'failed' and ended_at > now() - interval '7 days' group by failure_code""", row -> failed.put(row.text("failure_code"), row.number("jobs")));
        return failed;
    }
}
