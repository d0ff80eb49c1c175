/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class GuardIT {
    @Test
    void aNameThatWasPointedAtLoopbackIsRefused() {
        given().header("Host", "rebound.example:8080")
                .get("/v1/backbones")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("FORBIDDEN_HOST"));
        given().header("Host", "localhost:8080").get("/v1/backbones").then().statusCode(200);
        given().header("Host", "127.0.0.1").get("/v1/backbones").then().statusCode(200);
    }

    @Test
    void anotherSitesPageIsRefused() {
        given().header("Host", "localhost:8080")
                .header("Origin", "http://evil.example")
                .post("/v1/evaluations/any/retry")
                .then()
                .statusCode(403)
                .body("code", equalTo("FORBIDDEN_HOST"));
        given().header("Host", "localhost:8080")
                .header("Origin", "http://localhost:8080")
                .get("/v1/backbones")
                .then()
                .statusCode(200);
    }

    @Test
    void pagesOfTheNamedOriginMayAsk() {
        given().header("Origin", "https://pages.example")
                .header("Access-Control-Request-Method", "DELETE")
                .options("/v1/evaluations/any")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", equalTo("https://pages.example"))
                .header("Access-Control-Allow-Headers", containsString("Idempotency-Key"))
                .header("Access-Control-Allow-Credentials", nullValue());
        given().header("Origin", "https://pages.example")
                .post("/v1/evaluations/any/retry")
                .then()
                .statusCode(404)
                .header("Access-Control-Allow-Origin", equalTo("https://pages.example"))
                .header("Vary", containsString("Origin"));
        given().header("Origin", "https://pages.example.evil.example")
                .delete("/v1/evaluations/any")
                .then()
                .statusCode(403)
                .header("Access-Control-Allow-Origin", nullValue());
        given().header("Origin", "null").delete("/v1/evaluations/any").then().statusCode(403);
    }

    @Test
    void formsAreNotTaken() {
        given().contentType("text/plain")
                .body("{\"name\":\"a\",\"control\":\"pixels\"}")
                .post("/v1/backbones")
                .then()
                .statusCode(415)
                .body("code", equalTo("UNSUPPORTED_MEDIA_TYPE"));
    }

    @Test
    void largeBodiesAreRefused() {
        given().contentType("application/json")
                .body("{\"name\":\"" + "a".repeat(200_000) + "\"}")
                .post("/v1/backbones")
                .then()
                .statusCode(413)
                .contentType(startsWith("application/problem+json"))
                .body("code", equalTo("REQUEST_TOO_LARGE"));
    }

    @Test
    void onlyJsonAndStreamsAreMade() {
        given().accept("application/xml")
                .get("/v1/backbones")
                .then()
                .statusCode(406)
                .body("code", equalTo("NOT_ACCEPTABLE"));
    }
}
