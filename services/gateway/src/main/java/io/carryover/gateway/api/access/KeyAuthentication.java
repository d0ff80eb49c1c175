/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.http.Refusals;
import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.security.spi.runtime.BlockingSecurityExecutor;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes keys from {@code Authorization: Bearer co_…} and sessions from their cookie, before OIDC looks. Who gives neither is asked for one: pages lead
 * to {@code /login}, everything else is refused with a problem.
 */
@ApplicationScoped
class KeyAuthentication implements HttpAuthenticationMechanism {
    private static final String BEARER = "bearer ";
    private static final String WHY = "carryover.unauthenticated";
    private static final int BEFORE_OIDC = 2 * DEFAULT_PRIORITY;

    private final Keys keys;
    private final GatewayConfig.Auth auth;
    private final BlockingSecurityExecutor blocking;

    @Inject
    KeyAuthentication(Keys keys, GatewayConfig config, BlockingSecurityExecutor blocking) {
        this.keys = keys;
        this.auth = config.auth();
        this.blocking = blocking;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        if (!auth.asks()) {
            return Uni.createFrom().nullItem();
        }
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Session.of(context.request())
                    .filter(_ -> !context.normalizedPath().equals(Access.OIDC))
                    .map(this::session)
                    .orElseGet(() -> Uni.createFrom().nullItem());
        }
        Optional<String> key = auth.keys() ? key(header) : Optional.empty();
        if (key.isPresent()) {
            return blocking.<SecurityIdentity>executeBlocking(() -> identity(keys.check(key.get(), ApiKey.Kind.KEY)))
                    .onFailure(KeyAuthentication::unauthenticated)
                    .transform(failure -> failed(context, failure));
        }
        // Not ours: the issuer's, where there is one.
        return auth.oidc() ? Uni.createFrom().nullItem() : Uni.createFrom().failure(failed(context, keys.malformed()));
    }

    /** A session that has ended is none: pages ask to sign in again, and open ones stay open. */
    private Uni<SecurityIdentity> session(String text) {
        return blocking.<SecurityIdentity>executeBlocking(() -> identity(keys.check(text, ApiKey.Kind.SESSION)))
                .onFailure(KeyAuthentication::unauthenticated)
                .recoverWithNull();
    }

    private static Optional<String> key(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(header.substring(BEARER.length()).strip()).filter(text -> text.startsWith(KeyText.PREFIX))
                : Optional.empty();
    }

    private static SecurityIdentity identity(Caller caller) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(caller.name()))
                .addRole(caller.role().id())
                .addAttribute(Callers.ATTRIBUTE, caller)
                .build();
    }

    private static boolean unauthenticated(Throwable failure) {
        return failure instanceof CarryoverException known && known.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static AuthenticationFailedException failed(RoutingContext context, Throwable failure) {
        context.put(WHY, failure.getMessage());
        return new AuthenticationFailedException(failure);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (auth.oidc() && context.normalizedPath().equals(Access.OIDC)) {
            // The issuer's sign-in is OIDC's to send.
            return Uni.createFrom().item(false);
        }
        if (asksForPage(context)) {
            context.response()
                    .setStatusCode(303)
                    .putHeader(
                            HttpHeaders.LOCATION,
                            "/login?next=" + URLEncoder.encode(context.request().uri(), StandardCharsets.UTF_8))
                    .end();
        } else {
            String why = context.get(WHY);
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"carryover\"");
            Refusals.refuse(context, Problem.of(ErrorCode.UNAUTHENTICATED, why == null ? "who asks isn't known" : why));
        }
        return Uni.createFrom().item(true);
    }

    private static boolean asksForPage(RoutingContext context) {
        String path = context.normalizedPath();
        String accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return context.request().method().name().equals("GET")
                && !path.startsWith("/v1/")
                && accept != null
                && accept.contains("text/html")
                && context.request().getHeader(HttpHeaders.AUTHORIZATION) == null;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"carryover\""));
    }

    @Override
    public int getPriority() {
        return BEFORE_OIDC;
    }
}
