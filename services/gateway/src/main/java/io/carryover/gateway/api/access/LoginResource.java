/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.gateway.api.Tenants;
import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.oidc.OidcSession;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Signs browsers in: a key, or what the issuer of tokens says, opens a session. */
@Path("/login")
@Produces(MediaType.TEXT_HTML)
@Blocking
public class LoginResource {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Keys keys;
    private final Tenants tenants;
    private final GatewayConfig.Auth auth;
    private final OidcSession issuers;
    private final Clock clock = Clock.systemUTC();

    @Inject
    LoginResource(Keys keys, Tenants tenants, GatewayConfig config, OidcSession issuers) {
        this.keys = keys;
        this.tenants = tenants;
        this.auth = config.auth();
        this.issuers = issuers;
    }

    /**
     * What the page needs.
     *
     * @param keys whether keys are taken
     * @param oidc whether there is an issuer to sign in at
     * @param next where to go afterwards
     * @param refused why the last key was not taken, empty at first
     */
    public record LoginPage(boolean keys, boolean oidc, String next, String refused) {}

    @CheckedTemplate(basePath = "gateway")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance login(LoginPage page);
    }

    /** The form. */
    @GET
    @Operation(hidden = true)
    public Response form(@QueryParam("next") @DefaultValue("/") String next) {
        return page(200, next, "");
    }

    /** Signs in with a key. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response signIn(
            @FormParam("key") @DefaultValue("") String key,
            @FormParam("next") @DefaultValue("/") String next,
            @Context HttpServerRequest request) {
        if (!auth.keys()) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "no keys are taken here");
        }
        try {
            return enter(keys.check(key.strip(), ApiKey.Kind.KEY), next, request);
        } catch (CarryoverException e) {
            if (e.code() != ErrorCode.UNAUTHENTICATED) {
                throw e;
            }
            return page(401, next, String.valueOf(e.getMessage()));
        }
    }

    /** Where browsers come back to from the issuer of tokens: who gets here has signed in there. */
    @GET
    @Path("oidc")
    @Operation(hidden = true)
    public Response fromIssuer(@Context HttpServerRequest request) {
        if (auth.oidc()) {
            // One session is enough: ours, which can be revoked here.
            issuers.logout().await().atMost(PATIENCE);
        }
        return tenants.caller()
                .map(caller -> enter(caller, "/", request))
                .orElseGet(() -> page(
                        auth.oidc() ? 403 : 404,
                        "/",
                        auth.oidc() ? "Your account has no role here; docs/security.md says how one gets it." : ""));
    }

    private Response enter(Caller caller, String next, HttpServerRequest request) {
        Session.give(request, keys.open(caller), clock.instant());
        return Response.seeOther(URI.create(inside(next)))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** A path of ours and no address elsewhere, whatever a link to the form says. */
    static String inside(String next) {
        boolean path = next.startsWith("/") && !next.startsWith("//") && !next.contains("\\");
        try {
            return path && next.chars().noneMatch(Character::isISOControl)
                    ? URI.create(next).toString()
                    : "/";
        } catch (IllegalArgumentException e) {
            return "/";
        }
    }

    private Response page(int status, String next, String refused) {
        var page = new LoginPage(auth.keys(), auth.oidc(), inside(next), refused);
        return Response.status(status)
                .entity(Templates.login(page).render())
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store")
                .build();
    }
}
