/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.json.Json;
import io.vertx.ext.web.RoutingContext;

/** Ends a request with a problem before a route sees it. */
public final class Refusals {
    private Refusals() {}

    /** Says what the problem is, and closes the connection: a body may still be on its way. */
    public static void refuse(RoutingContext context, Problem problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", ProblemMappers.MEDIA_TYPE)
                .putHeader("Connection", "close")
                .end(Json.text(problem));
    }
}
