/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.results.ResultsConfig;
import io.carryover.results.log.ResultsLog;
import io.carryover.results.store.LogState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What the service holds, and reading it all again. */
@ApplicationScoped
public class Rebuilds {
    private final ResultsLog log;
    private final LogState state;
    private final ResultsConfig config;

    @Inject
    Rebuilds(ResultsLog log, LogState state, ResultsConfig config) {
        this.log = log;
        this.state = state;
        this.config = config;
    }

    /**
     * What the service holds.
     *
     * @param caughtUp whether all was read that the topic held when reading began
     * @param digest over every row: equal states have equal digests
     */
    public record StateView(boolean caughtUp, LogState.Counts counts, Sha256 digest) {}

    StateView state(TenantId tenant) {
        return new StateView(log.caughtUp(), state.counts(tenant), state.digest());
    }

    StateView rebuild(TenantId tenant) {
        log.rebuild();
        log.awaitCaughtUp(config.rebuildPatience());
        return state(tenant);
    }
}
