/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import io.carryover.contracts.json.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Who may ask, by what an issuer of tokens says. */
@QuarkusTest
@TestProfile(WithIssuer.class)
class OidcIT {
    private static final String BACKBONE = "{\"name\":\"of-%s\",\"control\":\"pixels\"}";

    private final Clock clock = Clock.systemUTC();

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    String issuer = "";

    @TestHTTPResource("/")
    URI home = URI.create("http://127.0.0.1/");

    @Test
    void aTokenOpensWhatItsRoleMayInItsTenant() {
        String viewer = token(Map.of("groups", List.of("staff", "carryover-viewer")));
        String client = token(Map.of("groups", List.of("carryover-client")));
        String operator = token(Map.of("groups", List.of("wheel")));
        String elsewhere = token(Map.of("groups", List.of("carryover-client"), "tenant", "theirs"));

        with(viewer).get("/v1/backbones").then().statusCode(200);
        with(viewer)
                .contentType(ContentType.JSON)
                .body(BACKBONE.formatted("viewer"))
                .post("/v1/backbones")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        with(client)
                .contentType(ContentType.JSON)
                .body(BACKBONE.formatted("client"))
                .post("/v1/backbones")
                .then()
                .statusCode(201);
        with(viewer).get("/v1/backbones").then().body("items.name", hasItem("of-client"));
        with(elsewhere).get("/v1/backbones").then().body("items", empty());
        with(operator).get("/v1/keys").then().statusCode(200);
        with(WithKeys.OPERATOR).get("/v1/keys").then().statusCode(200);
    }

    @Test
    void aTokenThatIsNotGoodIsRefused() {
        long now = clock.instant().getEpochSecond();
        refused(token(Map.of("exp", now - 60, "iat", now - 120)));
        refused(token(Map.of("aud", "another")));
        refused(token(Map.of("iss", "https://another.example")));
        refused(sign("/sign?key=other", claims(Map.of())));
        refused("not.a.token");
        assertThat(given().get("/q/metrics").asString())
                .containsPattern("carryover_authentication_failures_total\\{reason=\"token\"} [1-9]");
    }

    @Test
    void aTokenWithoutARoleOrATenantOpensNothing() {
        with(token(Map.of("groups", List.of("staff"))))
                .get("/v1/backbones")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN"));
        with(token(Map.of("tenant", "no tenant"))).get("/v1/backbones").then().statusCode(403);
    }

    @Test
    void aBrowserSignsInAtTheIssuerAndHasASessionOfOurs() throws Exception {
        var cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        try (HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            URI start = URI.create("http://127.0.0.1:%d/login/oidc".formatted(home.getPort()));
            browser.send(HttpRequest.newBuilder(start).build(), BodyHandlers.ofString());

            assertThat(cookies.getCookieStore().getCookies())
                    .extracting(HttpCookie::getName)
                    .containsExactly("carryover-session");
            var seen = browser.send(
                    HttpRequest.newBuilder(start.resolve("/v1/evaluations")).build(), BodyHandlers.ofString());
            assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
            var refused = browser.send(
                    HttpRequest.newBuilder(start.resolve("/v1/keys")).build(), BodyHandlers.ofString());
            assertThat(refused.statusCode()).as("ada is a client").isEqualTo(403);
        }
    }

    @Test
    void whoGivesNothingIsAskedByAProblemAndNotSentAway() {
        given().redirects()
                .follow(false)
                .get("/v1/backbones")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"));
    }

    private static void refused(String token) {
        with(token)
                .get("/v1/backbones")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    /** A good token of a client of the tenant lab, but for what is given. */
    private String token(Map<String, Object> other) {
        return sign("/sign", claims(other));
    }

    private Map<String, Object> claims(Map<String, Object> other) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = new HashMap<>(Map.of(
                "iss",
                issuer,
                "aud",
                TestIssuer.CLIENT,
                "sub",
                "ada",
                "upn",
                "ada",
                "iat",
                now,
                "exp",
                now + 300,
                "groups",
                List.of("carryover-client"),
                "tenant",
                "lab"));
        claims.putAll(other);
        return claims;
    }

    private String sign(String path, Map<String, Object> claims) {
        return given().contentType(ContentType.JSON)
                .body(Json.text(claims))
                .post(URI.create(issuer + path))
                .asString();
    }
}
