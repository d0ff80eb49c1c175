/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Holds every request to {@link Access}, whoever serves it: resources, pages, files, and what is handed on to the results service, which is told who
 * asks in headers.
 */
@ApplicationScoped
class RoutePolicy implements HttpSecurityPolicy {
    private final GatewayConfig.Auth auth;
    private final Callers callers;

    @Inject
    RoutePolicy(GatewayConfig config, Callers callers) {
        this.auth = config.auth();
        this.callers = callers;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return auth.asks() ? identity.map(known -> check(request, known)) : CheckResult.permit();
    }

    private CheckResult check(RoutingContext request, SecurityIdentity identity) {
        Optional<Caller> caller = callers.of(identity);
        boolean permitted = Access.of(request.request().method().name(), request.normalizedPath())
                .map(needed -> switch (needed) {
                    case Access.Needed.Nothing _ -> true;
                    case Access.Needed.SignedIn _ -> !identity.isAnonymous();
                    case Access.Needed.AtLeast(var role) ->
                        caller.filter(known -> known.role().includes(role)).isPresent();
                })
                .orElse(false);
        if (permitted) {
            caller.ifPresent(known -> known.keepIn(request));
        }
        return permitted ? CheckResult.PERMIT : CheckResult.DENY;
    }
}
