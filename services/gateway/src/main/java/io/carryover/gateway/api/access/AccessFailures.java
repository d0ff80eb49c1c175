/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.http.Refusals;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** What the framework refuses before a route is reached leaves as a problem, too. */
@ApplicationScoped
class AccessFailures {
    private final AuthenticationMeters meters;

    @Inject
    AccessFailures(AuthenticationMeters meters) {
        this.meters = meters;
    }

    void routes(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        switch (context.failure()) {
            case ForbiddenException _ -> Refusals.refuse(context, forbidden(context));
            case AuthenticationFailedException _ -> {
                meters.refused(Refusal.TOKEN);
                Refusals.refuse(
                        context,
                        Problem.of(
                                ErrorCode.UNAUTHENTICATED,
                                "the token is not taken: not of the issuer, not for this audience, or expired"));
            }
            case CarryoverException known -> Refusals.refuse(context, Problem.of(known));
            case null, default -> context.next();
        }
    }

    /** A caller that is known may be told that there is no such route. */
    private static Problem forbidden(RoutingContext context) {
        String method = context.request().method().name();
        return Access.of(method, context.normalizedPath())
                .map(needed -> Problem.of(
                        ErrorCode.FORBIDDEN,
                        switch (needed) {
                            case Access.Needed.AtLeast(var role) ->
                                "%s %s needs the role %s".formatted(method, context.normalizedPath(), role.id());
                            case Access.Needed.SignedIn _, Access.Needed.Nothing _ -> "not for this caller";
                        }))
                .orElseGet(() -> Problem.of(ErrorCode.NOT_FOUND, "there is no such route"));
    }
}
