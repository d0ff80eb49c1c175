/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import io.carryover.contracts.api.CallerHeaders;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.registration.LocalPaths;
import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every request before any route does, and before who asks is looked at. On loopback no key need be asked for, so a page of another site in the same
 * browser must not get through, nor where a session's cookie would open it the door: neither by a name of its own that it has pointed at 127.0.0.1 (Host), nor by a form (Origin). Where the
 * web pages have an origin of their own, {@code carryover.api.page-origins} names it.
 */
@ApplicationScoped
class Guard {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final int BEFORE_ROUTES = 1000;

    private final boolean loopback;
    private final Set<String> pages;
    private final long maxBody;
    private final boolean asks;

    @Inject
    Guard(
            LocalPaths paths,
            GatewayConfig config,
            @ConfigProperty(name = "carryover.api.page-origins") Optional<Set<String>> pages,
            @ConfigProperty(name = "carryover.api.max-body-bytes", defaultValue = "1048576") long maxBody) {
        this.loopback = paths.loopback();
        this.pages = pages.orElse(Set.of());
        this.maxBody = maxBody;
        this.asks = config.auth().asks();
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ROUTES);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        // Only the gateway says who asks.
        CallerHeaders.ALL.forEach(request.headers()::remove);
        if (loopback && !LOOPBACK.contains(host(request.authority()))) {
            Refusals.refuse(context, Problem.of(ErrorCode.FORBIDDEN_HOST, "this server is not called that"));
        } else if (pages.contains(String.valueOf(request.getHeader("Origin")))) {
            answerPage(context);
        } else if (crossSite(request)) {
            Refusals.refuse(
                    context, Problem.of(ErrorCode.FORBIDDEN_HOST, "requests from another site's page are not taken"));
        } else if (asks && changesByCookie(request) && !fromOwnPage(request)) {
            Refusals.refuse(
                    context,
                    Problem.of(
                            ErrorCode.FORBIDDEN_HOST,
                            "with a cookie alone, changes are taken only from this server's own pages"));
        } else {
            sized(context);
        }
    }

    private void sized(RoutingContext context) {
        if (length(context.request()) > maxBody) {
            Refusals.refuse(
                    context,
                    Problem.of(ErrorCode.REQUEST_TOO_LARGE, "bodies have at most %d bytes".formatted(maxBody)));
        } else {
            context.next();
        }
    }

    /** The pages' own origin, where it is another: what a browser asks for before and after (CORS), and no credentials. */
    private void answerPage(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response()
                .putHeader("Access-Control-Allow-Origin", request.getHeader("Origin"))
                .putHeader("Access-Control-Expose-Headers", "Location, Retry-After")
                .putHeader("Vary", "Origin");
        if (HttpMethod.OPTIONS.equals(request.method()) && request.getHeader("Access-Control-Request-Method") != null) {
            context.response()
                    .putHeader("Access-Control-Allow-Methods", "GET, POST, DELETE")
                    .putHeader("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, Last-Event-ID")
                    .putHeader("Access-Control-Max-Age", "600")
                    .setStatusCode(204)
                    .end();
        } else {
            sized(context);
        }
    }

    /** A request with a cookie alone may be one that another site made the browser send. */
    private static boolean changesByCookie(HttpServerRequest request) {
        return !SAFE.contains(request.method())
                && request.getHeader("Authorization") == null
                && request.getHeader("Cookie") != null;
    }

    /** Browsers say so, and no script can make them say it falsely; another origin was refused before. */
    private static boolean fromOwnPage(HttpServerRequest request) {
        return request.getHeader("Origin") != null || "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
    }

    private static boolean crossSite(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        HostAndPort own = request.authority();
        try {
            URI other = URI.create(origin);
            return own == null || !own.toString().equalsIgnoreCase(other.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static String host(@Nullable HostAndPort authority) {
        return authority == null ? "" : authority.host();
    }

    private static long length(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
