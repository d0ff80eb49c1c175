/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class IdempotencyIT {
    private static final String SLEEP = "{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\",\"steps\":%d}]}";

    @Inject
    @DataSource("gateway")
    AgroalDataSource database;

    @Test
    void theSameKeyAndBodyGiveTheFirstAnswer() {
        ValidatableResponse first = post("key-1", SLEEP.formatted(1)).statusCode(202);
        ValidatableResponse second = post(
                        "key-1", " { \"tasks\" : [ { \"steps\":1, \"kind\":\"sleep\" } ], \"backbones\":[] }")
                .statusCode(202);

        assertThat(second.extract().asString()).isEqualTo(first.extract().asString());
        assertThat(second.extract().header("Location"))
                .isEqualTo(first.extract().header("Location"));
    }

    @Test
    void anotherBodyIsRefused() {
        post("key-2", SLEEP.formatted(1)).statusCode(202);
        post("key-2", SLEEP.formatted(2)).statusCode(422).body("code", equalTo("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void aRefusedRequestLeavesItsKeyFree() {
        post("key-3", "{\"backbones\":[\"nobody\"],\"tasks\":[{\"kind\":\"sleep\"}]}")
                .statusCode(422);
        post("key-3", SLEEP.formatted(3)).statusCode(202);
    }

    @Test
    void whileTheFirstIsAnsweredTheSecondIsToldToWait() throws SQLException {
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(hashtextextended('idempotency local key-4', 0))");
            post("key-4", SLEEP.formatted(4))
                    .statusCode(409)
                    .header("Retry-After", "1")
                    .body("code", equalTo("REQUEST_IN_PROGRESS"));
            other.rollback();
        }
        post("key-4", SLEEP.formatted(4)).statusCode(202);
    }

    @Test
    void manyAtOnceMakeOneEvaluation() {
        var answers = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> post("key-5", SLEEP.formatted(5)).extract()))
                .toList();
        Set<String> ids = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 202)
                .map(answer -> answer.jsonPath().getString("id"))
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(1);
        assertThat(answers.stream().map(CompletableFuture::join))
                .allMatch(answer -> answer.statusCode() == 202 || answer.statusCode() == 409);
    }

    @Test
    void anUnprintableKeyIsRefused() {
        post("a b", SLEEP.formatted(6)).statusCode(400).body("code", equalTo("INVALID_REQUEST"));
    }

    private static ValidatableResponse post(String key, String body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/evaluations")
                .then();
    }
}
