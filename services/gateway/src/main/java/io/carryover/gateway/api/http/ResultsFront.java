/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.registration.LocalPaths;
import io.carryover.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One door: hands pages and routes of the results service on to it, so that people and programs need one address, and one place asks who they are.
 * Where both run in one process, the routes are its own and nothing is handed on.
 */
@ApplicationScoped
public class ResultsFront {
    /** What the results service serves. */
    public static final List<String> PATHS = List.of(
            "/",
            "/assets/*",
            "/_static/*",
            "/study",
            "/tasks/*",
            "/backbones/*",
            "/results/*",
            "/compare",
            "/evaluations",
            "/evaluations/*",
            "/v1/leaderboard",
            "/v1/results",
            "/v1/results/*",
            "/v1/artifacts/*",
            "/v1/compare",
            "/v1/model-index",
            "/v1/exports/*",
            "/v1/reports",
            "/v1/reports/*");

    private static final int BEFORE_RESOURCES = -1;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final boolean closed;
    private final Optional<URI> results;

    @Inject
    ResultsFront(Vertx vertx, LocalPaths paths, GatewayConfig config) {
        this.vertx = vertx;
        this.closed = paths.loopback() || config.auth().asks();
        this.results = config.resultsUrl();
    }

    void routes(@Observes Router router) {
        results.ifPresent(address -> {
            boolean tls = "https".equals(address.getScheme());
            var client = vertx.createHttpClient(
                    new HttpClientOptions().setSsl(tls).setConnectTimeout((int) CONNECT.toMillis()));
            int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
            HttpProxy proxy = HttpProxy.reverseProxy(client)
                    .origin(port, address.getHost())
                    .addInterceptor(new Away());
            if (!closed) {
                // Of callers whom nobody knows it is taken from loopback alone. Where both services share a machine,
                // every request would seem to come from there.
                router.route("/v1/results/rebuild")
                        .order(BEFORE_RESOURCES - 1)
                        .handler(context -> Refusals.refuse(
                                context,
                                Problem.of(
                                        ErrorCode.FORBIDDEN, "asked of the results service itself, on its machine")));
            }
            PATHS.forEach(path ->
                    router.route(path).order(BEFORE_RESOURCES).handler(context -> proxy.handle(context.request())));
        });
    }

    /** Where the service doesn't answer, clients get the problem that they know how to read. */
    private static final class Away implements ProxyInterceptor {
        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            // Who asks is said in headers of the gateway's own; what proves it is nobody else's business.
            context.request().headers().remove(HttpHeaders.AUTHORIZATION).remove(HttpHeaders.COOKIE);
            return context.sendRequest().recover(failure -> {
                Problem problem = Problem.of(ErrorCode.RESULTS_UNAVAILABLE, "the results service did not answer");
                ProxyResponse response = context.request().release().response();
                response.setStatusCode(problem.status())
                        .putHeader("Content-Type", ProblemMappers.MEDIA_TYPE)
                        .setBody(Body.body(Buffer.buffer(Json.bytes(problem))));
                return Future.succeededFuture(response);
            });
        }
    }
}
