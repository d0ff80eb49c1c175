/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published about the routes: description, readable page, metrics, health. */
@QuarkusTest
@TestProfile(WithFakes.class)
class DescriptionIT {
    @Test
    void everyRouteIsDescribedWithAnIdAndItsRefusals() {
        JsonNode api = Json.read(given().get("/q/openapi?format=json").asString(), JsonNode.class);

        List<String> ids = new ArrayList<>();
        api.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    ids.add(operation.path("operationId").asText());
                    assertThat(operation.path("summary").asText())
                            .as(operation.toString())
                            .isNotBlank();
                    assertThat(operation
                                    .at("/responses/default/content/application~1problem+json")
                                    .isMissingNode())
                            .as(operation.toString())
                            .isFalse();
                }));
        assertThat(ids)
                .contains(
                        "registerBackbone",
                        "listBackbones",
                        "getBackbone",
                        "deleteBackbone",
                        "registerDataset",
                        "listDatasets",
                        "getDataset",
                        "deleteDataset",
                        "beginUpload",
                        "completeUpload",
                        "abortUpload",
                        "collectGarbage",
                        "postEvaluation",
                        "listEvaluations",
                        "getEvaluation",
                        "cancelEvaluation",
                        "retryEvaluation",
                        "listEvaluationJobs",
                        "getJob",
                        "getJobLog",
                        "postAnalysis",
                        "listAnalyses",
                        "getAnalysis",
                        "getCorrelations",
                        "getRanking",
                        "listWorkers",
                        "listQueues",
                        "drainQueue",
                        "undrainQueue",
                        "planEvaluation",
                        "rerunCell",
                        "requeueJob",
                        "republishResults",
                        "getStatus",
                        "putTable",
                        "listTables",
                        "getTable",
                        "deleteTable")
                .doesNotHaveDuplicates();
        assertThat(api.at("/components/schemas/Problem/description").asText())
                .contains(List.of(ErrorCode.values()).stream().map(Enum::name).toList());
        assertThat(api.at("/paths/~1v1~1evaluations~1{id}/get/responses/200/content")
                        .toString())
                .contains("text/event-stream", "#/components/schemas/EvaluationView");
        assertThat(api.at("/components/schemas/BackboneView/properties/digest").toString())
                .contains("#/components/schemas/io.carryover.contracts.id.Sha256");
        assertThat(api.at("/components/schemas/io.carryover.contracts.id.Sha256/type")
                        .asText())
                .isEqualTo("string");
    }

    @Test
    void theReadablePageAsksNoOtherHost() {
        String page =
                given().get("/q/swagger-ui/").then().statusCode(200).extract().asString();
        assertThat(page).contains("swagger").doesNotContain("https://").doesNotContain("//cdn");
    }

    @Test
    void evaluationsAreCounted() {
        given().contentType("application/json")
                .body("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}")
                .post("/v1/evaluations")
                .then()
                .statusCode(202);
        Eventually.hold(() -> assertThat(given().get("/q/metrics").asString())
                .contains("carryover_evaluations{state=\"completed-with-failures\"}")
                .containsPattern("carryover_evaluations\\{state=\"running\"} [1-9]")
                .contains("carryover_evaluation_oldest_progress_seconds "));
    }
}
