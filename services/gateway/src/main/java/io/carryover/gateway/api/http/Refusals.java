/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.json.Json;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Ends a request with a problem before a route sees it. */
public final class Refusals {
    private Refusals() {}

    /** Says what the problem is, and closes the connection: a body may still be on its way. */
    public static void refuse(RoutingContext context, Problem problem) {
        if (context.request().version() != HttpVersion.HTTP_2) {
            // HTTP/2 knows no such header, and clients such as Java's take an answer with it for broken.
            context.response().putHeader("Connection", "close");
        }
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", ProblemMappers.MEDIA_TYPE)
                .end(Json.text(problem));
    }
}
