/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.carryover.gateway.api.sql.Sql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, by key and by a browser's session. */
@QuarkusTest
@TestProfile(WithKeys.class)
class AuthenticationIT {
    private static final String SLEEP = "{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}";

    @Inject
    Sql sql;

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/backbones", "/v1/leaderboard", "/v1/keys", "/v1/nothing", "/q/openapi", "/q/swagger-ui/"})
    void withoutAKeyNothingIsShown(String path) {
        given().get(path)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/metrics", "/login"})
    void whatShowsNobodysDataIsOpen(String path) {
        given().get(path).then().statusCode(200);
    }

    @Test
    void aKeyOpensWhatItsRoleMayAndNoMore() {
        String viewer = key("viewer", "lab");
        String client = key("client", "lab");

        with(viewer).get("/v1/evaluations").then().statusCode(200);
        forbidden(with(viewer).contentType(ContentType.JSON).body(SLEEP).post("/v1/evaluations"));
        with(client)
                .contentType(ContentType.JSON)
                .body(SLEEP)
                .post("/v1/evaluations")
                .then()
                .statusCode(202);
        forbidden(with(client).post("/v1/garbage"));
        forbidden(with(client).get("/v1/keys"));
        forbidden(with(client).contentType("text/csv").body("model\n").put("/v1/tables/mine"));
        with(WithKeys.OPERATOR).get("/v1/keys").then().statusCode(200);
        with(client).get("/v1/nothing").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void aKeyIsShownOnceAndOnlyItsDigestIsKept() {
        Response made = create("ci", "client", "lab");
        String key = made.path("key");
        String id = made.path("view.id");

        assertThat(key).matches("co_" + id + "_[0-9a-f]{64}");
        with(WithKeys.OPERATOR)
                .get("/v1/keys")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id))
                .body("items", everyItem(not(hasKey("digest"))))
                .body(not(containsString(key)));
        String kept = sql.first(
                        "select api_key::text as row from gateway.api_key where id = ?", row -> row.text("row"), id)
                .orElseThrow();
        assertThat(kept).doesNotContain(key.substring(key.lastIndexOf('_') + 1));
    }

    @Test
    void aRevokedKeyIsNotTaken() {
        Response made = create("gone", "client", "lab");
        String key = made.path("key");
        with(key).get("/v1/evaluations").then().statusCode(200);

        with(WithKeys.OPERATOR)
                .delete("/v1/keys/" + made.path("view.id"))
                .then()
                .statusCode(204);

        with(key).get("/v1/evaluations").then().statusCode(401).body("detail", containsString("revoked"));
        with(WithKeys.OPERATOR).delete("/v1/keys/nothing").then().statusCode(404);
    }

    @Test
    void aRotatedKeyIsTakenForItsGraceAndTheNewOneIsTheSame() {
        Response made = create("service", "viewer", "lab");
        String path = "/v1/keys/%s/rotate".formatted(made.<String>path("view.id"));

        Response first = with(WithKeys.OPERATOR).post(path);
        first.then().statusCode(201).body("view.name", equalTo("service")).body("view.role", equalTo("viewer"));
        with(made.path("key")).get("/v1/evaluations").then().statusCode(200);
        with(first.path("key")).get("/v1/evaluations").then().statusCode(200);

        with(WithKeys.OPERATOR).post(path + "?graceHours=0").then().statusCode(201);
        with(made.path("key")).get("/v1/evaluations").then().statusCode(401).body("detail", containsString("expired"));
    }

    @Test
    void wrongKeysAreRefusedAndCounted() {
        String wrong = "co_operator_" + "00".repeat(32);
        given().header("Authorization", "Bearer " + wrong)
                .get("/v1/backbones")
                .then()
                .statusCode(401);
        given().header("Authorization", "Bearer co_")
                .get("/v1/backbones")
                .then()
                .statusCode(401);
        given().header("Authorization", "Basic YTpi")
                .get("/v1/backbones")
                .then()
                .statusCode(401);

        assertThat(given().get("/q/metrics").asString())
                .containsPattern("carryover_authentication_failures_total\\{reason=\"unknown\"} [1-9]")
                .containsPattern("carryover_authentication_failures_total\\{reason=\"malformed\"} [2-9]")
                .doesNotContain("00".repeat(32));
    }

    @Test
    void requestsForKeysAreChecked() {
        for (String body : new String[] {
            "{\"name\":\"a\",\"role\":\"admin\"}",
            "{\"role\":\"client\"}",
            "{\"name\":\" \",\"role\":\"client\"}",
            "{\"name\":\"a\",\"role\":\"client\",\"expiresInDays\":0}",
            "{\"name\":\"a\",\"role\":\"client\",\"tenant\":\"a b\"}"
        }) {
            with(WithKeys.OPERATOR)
                    .contentType(ContentType.JSON)
                    .body(body)
                    .post("/v1/keys")
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("INVALID_REQUEST"));
        }
    }

    @Test
    void tenantsSeeTheirOwnAndNothingElse() {
        String ours = key("client", "ours");
        String theirs = key("client", "theirs");
        String backbone = "{\"name\":\"shared-name\",\"control\":\"pixels\"}";
        with(ours)
                .contentType(ContentType.JSON)
                .body(backbone)
                .post("/v1/backbones")
                .then()
                .statusCode(201);
        with(ours)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"digits\",\"path\":\"/data/digits\"}")
                .post("/v1/datasets")
                .then()
                .statusCode(201);
        String upload = with(ours)
                .contentType(ContentType.JSON)
                .body("{\"fileName\":\"a.pth\",\"sizeBytes\":10}")
                .post("/v1/uploads")
                .path("id");
        Response posted = with(ours)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "one")
                .body(SLEEP)
                .post("/v1/evaluations");
        String evaluation = posted.path("id");

        with(theirs).get("/v1/backbones").then().body("items", empty());
        with(theirs).get("/v1/evaluations").then().body("items", empty());
        for (String path : new String[] {
            "/v1/backbones/shared-name",
            "/v1/datasets/digits",
            "/v1/evaluations/" + evaluation,
            "/v1/evaluations/" + evaluation + "/cells",
            "/v1/evaluations/" + evaluation + "/jobs"
        }) {
            with(theirs).get(path).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
            with(ours).get(path).then().statusCode(200);
        }
        with(theirs)
                .accept("text/event-stream")
                .get("/v1/evaluations/" + evaluation)
                .then()
                .statusCode(404);
        with(theirs).delete("/v1/evaluations/" + evaluation).then().statusCode(404);
        with(theirs).post("/v1/evaluations/" + evaluation + "/retry").then().statusCode(404);
        with(theirs).delete("/v1/backbones/shared-name").then().statusCode(404);
        with(theirs).post("/v1/uploads/" + upload + "/complete").then().statusCode(404);
        with(theirs).delete("/v1/uploads/" + upload).then().statusCode(404);
        with(theirs)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"stolen\",\"upload\":\"" + upload + "\"}")
                .post("/v1/backbones")
                .then()
                .statusCode(404);
        // The same name and the same idempotency key mean another thing there.
        with(theirs)
                .contentType(ContentType.JSON)
                .body(backbone)
                .post("/v1/backbones")
                .then()
                .statusCode(201);
        with(theirs)
                .contentType(ContentType.JSON)
                .header("Idempotency-Key", "one")
                .body(SLEEP)
                .post("/v1/evaluations")
                .then()
                .statusCode(202)
                .body("id", not(equalTo(evaluation)));
        // What callers say of themselves in the gateway's own headers is not believed.
        with(theirs)
                .header("Carryover-Tenant", "ours")
                .get("/v1/evaluations/" + evaluation)
                .then()
                .statusCode(404);
    }

    @Test
    void pagesLeadToTheFormAndAKeyOpensASession() {
        given().redirects()
                .follow(false)
                .accept("text/html")
                .get("/q/swagger-ui/")
                .then()
                .statusCode(303)
                .header("Location", containsString("/login?next=%2Fq%2Fswagger-ui%2F"));
        given().get("/login?next=/q/swagger-ui/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("form-action 'self'"))
                .body(containsString("value=\"/q/swagger-ui/\""));
        given().get("/login?next=//evil.example").then().body(not(containsString("evil")));

        Response in = signIn(key("client", "lab"));
        in.then()
                .statusCode(303)
                .header("Location", containsString("/q/swagger-ui/"))
                .header("Set-Cookie", containsStringIgnoringCase("HttpOnly"))
                .header("Set-Cookie", containsString("SameSite=Lax"));
        assertThat(in.header("Set-Cookie")).doesNotContain("Secure");
        String session = in.cookie("carryover-session");
        browser(session).get("/v1/evaluations").then().statusCode(200);
        browser(session).get("/q/swagger-ui/").then().statusCode(200);
        // A session is no key, and a key no session.
        with(session).get("/v1/evaluations").then().statusCode(401);
        browser(key("client", "lab")).get("/v1/evaluations").then().statusCode(401);

        own(browser(session)).redirects().follow(false).post("/logout").then().statusCode(303);
        browser(session).get("/v1/evaluations").then().statusCode(401);
    }

    @Test
    void overTlsTheCookieStaysThere() {
        String key = key("viewer", "lab");

        assertThat(given().header("X-Forwarded-Proto", "https")
                        .redirects()
                        .follow(false)
                        .formParam("key", key)
                        .post("/login")
                        .header("Set-Cookie"))
                .contains("Secure");
    }

    @Test
    void aWrongKeyIsSaidOnTheForm() {
        signIn("co_nothing_" + "ab".repeat(32))
                .then()
                .statusCode(401)
                .body(containsString("no such key here"))
                .body(not(containsString("abab")));
    }

    @Test
    void aSessionEndsWithItsKey() {
        Response made = create("person", "viewer", "lab");
        String session = signIn(made.path("key")).cookie("carryover-session");
        browser(session).get("/v1/evaluations").then().statusCode(200);

        with(WithKeys.OPERATOR)
                .delete("/v1/keys/" + made.path("view.id"))
                .then()
                .statusCode(204);

        browser(session).get("/v1/evaluations").then().statusCode(401);
    }

    @Test
    void withASessionChangesComeFromOurOwnPagesOnly() {
        String session = signIn(key("client", "lab")).cookie("carryover-session");

        refusedSite(browser(session).contentType(ContentType.JSON).body(SLEEP).post("/v1/evaluations"));
        refusedSite(browser(session)
                .header("Origin", "https://evil.example")
                .contentType(ContentType.JSON)
                .body(SLEEP)
                .post("/v1/evaluations"));
        refusedSite(browser(session).header("Sec-Fetch-Site", "same-site").delete("/v1/evaluations/ev-1"));
        own(browser(session))
                .contentType(ContentType.JSON)
                .body(SLEEP)
                .post("/v1/evaluations")
                .then()
                .statusCode(202);
        browser(session)
                .header("Sec-Fetch-Site", "same-origin")
                .contentType(ContentType.JSON)
                .body(SLEEP)
                .post("/v1/evaluations")
                .then()
                .statusCode(202);
    }

    private static void refusedSite(Response response) {
        response.then().statusCode(403).body("code", equalTo("FORBIDDEN_HOST"));
    }

    private static ValidatableResponse forbidden(Response response) {
        return response.then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("FORBIDDEN"));
    }

    private static Response signIn(String key) {
        return given().redirects()
                .follow(false)
                .formParam("key", key)
                .formParam("next", "/q/swagger-ui/")
                .post("/login");
    }

    private static RequestSpecification browser(String session) {
        return given().header("Host", "localhost:8080").cookie("carryover-session", session);
    }

    private static RequestSpecification own(RequestSpecification request) {
        return request.header("Origin", "http://localhost:8080");
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static String key(String role, String tenant) {
        return create("test", role, tenant).path("key");
    }

    private static Response create(String name, String role, String tenant) {
        Response made = with(WithKeys.OPERATOR)
                .contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"role\":\"%s\",\"tenant\":\"%s\"}".formatted(name, role, tenant))
                .post("/v1/keys");
        made.then().statusCode(201);
        return made;
    }
}
