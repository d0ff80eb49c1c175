/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.access.Caller;
import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Whose request this is. Where nobody is asked, everybody is of one tenant. */
@ApplicationScoped
public class Tenants {
    private final CurrentVertxRequest request;
    private final boolean asks;

    @Inject
    Tenants(CurrentVertxRequest request, GatewayConfig config) {
        this.request = request;
        this.asks = config.auth().asks();
    }

    /**
     * The tenant of the current request.
     *
     * @throws CarryoverException UNAUTHENTICATED where callers are asked and this one was not: never another's data by mistake
     */
    public TenantId current() {
        return caller().map(Caller::tenant)
                .or(() -> asks ? Optional.empty() : Optional.of(TenantId.LOCAL))
                .orElseThrow(() -> new CarryoverException(ErrorCode.UNAUTHENTICATED, "who asks isn't known"));
    }

    /** Who asks; absent where nobody is asked. */
    public Optional<Caller> caller() {
        return Optional.ofNullable(request.getCurrent()).flatMap(Caller::of);
    }
}
