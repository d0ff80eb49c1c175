/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.log;

import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.metrics.MetricsCatalogue;
import io.carryover.messaging.LogHandler;
import io.carryover.messaging.Received;
import io.carryover.results.store.Arrival;
import io.carryover.results.store.ImportedTables;
import io.carryover.results.store.LogState;
import io.carryover.results.store.ResultTable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes records of the topic into the database. */
@ApplicationScoped
class Intake implements LogHandler<Incoming> {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final ResultTable results;
    private final ImportedTables tables;
    private final LogState state;
    private final Counter taken;
    private final Counter unreadable;

    @Inject
    Intake(ResultTable results, ImportedTables tables, LogState state, MeterRegistry meters) {
        this.results = results;
        this.tables = tables;
        this.state = state;
        this.taken = meters.counter(MetricsCatalogue.RESULTS_READ.metricName(), "outcome", "taken");
        this.unreadable = meters.counter(MetricsCatalogue.RESULTS_READ.metricName(), "outcome", "unreadable");
    }

    @Override
    public void apply(Received<Incoming> message) {
        applyAll(List.of(message));
    }

    @Override
    public void applyAll(List<Received<Incoming>> messages) {
        List<Arrival.Placed> arrivals = new ArrayList<>(messages.size());
        for (Received<Incoming> message : messages) {
            switch (message.value()) {
                // The topic isn't compacted: a tombstone says nothing.
                case null -> LOG.warn("a record without value at {}@{}", message.partition(), message.offset());
                case Incoming.Result(var arrival)
                when readable(message) ->
                    arrivals.add(new Arrival.Placed(arrival, message.partition(), message.offset()));
                case Incoming.Result(var arrival) -> foreignKey(message, new TenantId(arrival.tenant()));
                case Incoming.Table(var table) when readable(message) -> tables.take(table);
                case Incoming.Table(var table) -> foreignKey(message, table.tenant());
                case Incoming.Unreadable(var reason) -> unreadable(message, TenantId.LOCAL, reason);
            }
        }
        results.take(arrivals);
    }

    @Override
    public void committed(List<Received<Incoming>> messages) {
        taken.increment((double) messages.stream().filter(Intake::readable).count());
    }

    private static boolean readable(Received<Incoming> message) {
        return switch (message.value()) {
            case null -> false;
            case Incoming.Result(var arrival) -> arrival.id().equals(message.key());
            case Incoming.Table(var table) -> table.digest().hex().equals(message.key());
            case Incoming.Unreadable unreadable -> false;
        };
    }

    private void foreignKey(Received<Incoming> message, TenantId tenant) {
        unreadable(message, tenant, "its key is not the digest of what it is of");
    }

    private void unreadable(Received<Incoming> message, TenantId tenant, String reason) {
        LOG.error("result record {}@{} can't be read: {}", message.partition(), message.offset(), reason);
        state.unreadable(message.partition(), message.offset(), tenant, reason);
        unreadable.increment();
    }
}
