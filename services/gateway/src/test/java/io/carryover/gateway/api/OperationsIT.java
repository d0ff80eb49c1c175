/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.gateway.api.evaluation.PlanningLoop;
import io.carryover.gateway.core.JobSummary;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators ask: what would run, what runs again. */
@QuarkusTest
@TestProfile(WithFakes.class)
class OperationsIT {
    @Inject
    FakeJobs jobs;

    @Inject
    FakeResults results;

    @Inject
    PlanningLoop loop;

    @Test
    void aPlanIsWhatPostingWouldPlanAndNothingOfItIsKept() {
        backbone("plan-a", "71", "71");
        dataset("plan-digits", "72");
        int before = jobs.wanted().size();

        JsonPath plan = plan("", """
                {"backbones":["plan-a"],"tasks":[{"kind":"linear","dataset":"plan-digits"},{"kind":"knn","dataset":"plan-digits"},
                 {"kind":"few-shot","dataset":"plan-digits","ways":100}]}""");

        assertThat(plan.getInt("cells")).isEqualTo(3);
        assertThat(plan.getList("stages.step")).containsExactly("features", "linear", "knn");
        assertThat(plan.getList("stages.jobs")).isEqualTo(List.of(5, 1, 1));
        assertThat(plan.getList("stages[1].after")).isEqualTo(List.of("features"));
        assertThat(plan.getInt("devices[0].withoutEstimate")).isEqualTo(7);
        assertThat(plan.getString("devices[0].hours")).isNull();
        assertThat(plan.getList("jobs.standing")).hasSize(7).containsOnly("to-run");
        assertThat(plan.getString("refused[0].problem.code")).isEqualTo("TOO_FEW_IMAGES");
        assertThat(jobs.wanted()).hasSize(before);
        String posted =
                accepted("{\"backbones\":[\"plan-a\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"plan-digits\"}]}");
        assertThat(plan.getList("jobs.job"))
                .containsAll(
                        jobsOf(posted, 4).stream().map(job -> job.key().value()).toList());
    }

    @Test
    void whatIsNotRegisteredYetIsPlannedAsNewWhereItsNameIsGiven() {
        backbone("plan-b", "73", "73");
        dataset("plan-more", "74");
        String body = """
                {"backbones":["plan-b","plan-mine"],"tasks":[{"kind":"linear","dataset":"plan-more"},{"kind":"knn","dataset":"plan-later"}]}""";

        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/evaluations/plan")
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_BACKBONE"));
        JsonPath plan = plan("?new=plan-mine&new=plan-later", body);

        assertThat(plan.getInt("stages[0].jobs")).as("linear, twice").isEqualTo(6);
        assertThat(plan.getList("notes", String.class))
                .contains(
                        "backbone 'plan-mine' isn't imported yet: all its jobs count as new and have no estimate",
                        "dataset 'plan-later' isn't imported yet: cells on it are not planned");
        given().get("/v1/backbones/plan-mine").then().statusCode(404);
    }

    @Test
    void aNumberThatIsComputedAgainTakesThePlaceOfTheOldOneWithAHigherRevision() {
        // Equal tensors: one job gives both their numbers.
        backbone("rerun-a", "75", "75");
        backbone("rerun-b", "76", "75");
        dataset("rerun-digits", "77");
        String id = accepted(
                "{\"backbones\":[\"rerun-a\",\"rerun-b\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"rerun-digits\"}]}");
        List<JobSummary> planned = jobsOf(id, 4);
        given().post("/v1/evaluations/{id}/cells/0/rerun", id)
                .then()
                .statusCode(409)
                .body("code", equalTo("CANNOT_RUN_AGAIN"));
        planned.subList(0, 3).forEach(job -> jobs.succeed(job.key(), Given.features(20)));
        JobKey head = planned.getLast().key();
        jobs.succeed(head, Given.linear(80));
        assertThat(state(id)).isEqualTo("completed");

        given().post("/v1/evaluations/{id}/cells/0/rerun", id)
                .then()
                .statusCode(202)
                .body("state", equalTo("planned"))
                .body("job", equalTo(head.value()));
        assertThat(state(id)).isEqualTo("running");
        jobs.succeed(head, Given.linear(81));

        assertThat(state(id)).isEqualTo("completed");
        assertThat(recordsOf("rerun-a", "rerun-b")).hasSize(2).allSatisfy(record -> {
            assertThat(record.revision()).isEqualTo(2);
            assertThat(record.output().orElseThrow().scored().orElseThrow().value())
                    .isEqualTo(81);
        });
        given().post("/v1/evaluations/{id}/cells/2/rerun", id).then().statusCode(404);
        given().post("/v1/evaluations/{id}/cells/first/rerun", id).then().statusCode(404);
    }

    @Test
    void aJobIsRequeuedUnlessItWouldFailAgain() {
        backbone("again-b", "78", "78");
        dataset("again-more", "79");
        String id =
                accepted("{\"backbones\":[\"again-b\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"again-more\"}]}");
        JobKey job = jobsOf(id, 4).getFirst().key();
        jobs.fail(job, ErrorCode.POISON, "3 attempts died");
        assertThat(state(id)).isEqualTo("completed-with-failures");

        given().post("/v1/jobs/{job}/requeue", job.value())
                .then()
                .statusCode(202)
                .body("state", equalTo("queued"))
                .body("run", equalTo(2));
        jobs.fail(job, ErrorCode.DEGENERATE_FEATURES, "all rows are equal");
        given().post("/v1/jobs/{job}/requeue", job.value())
                .then()
                .statusCode(409)
                .body("code", equalTo("CANNOT_RUN_AGAIN"))
                .body(
                        "detail",
                        equalTo("job '%s' stays failed: DEGENERATE_FEATURES all rows are equal".formatted(job)));
        given().post("/v1/jobs/{job}/requeue", "0".repeat(64)).then().statusCode(404);
    }

    @Test
    void aDrainedQueueSaysSinceWhen() {
        given().post("/v1/queues/features.cpu/drain")
                .then()
                .statusCode(200)
                .body("queue", equalTo("features.cpu"))
                .body("drainedAt", org.hamcrest.Matchers.notNullValue());
        given().delete("/v1/queues/features.cpu/drain").then().statusCode(200).body("drainedAt", equalTo(null));
        given().post("/v1/queues/feature.cpu/drain").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void theStatusSaysWhatAnOperatorAsksFirst() {
        given().get("/v1/status")
                .then()
                .statusCode(200)
                .body("version", org.hamcrest.Matchers.notNullValue())
                .body("store", equalTo(null))
                .body("outboxRecords", equalTo(0));
    }

    private static JsonPath plan(String query, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/evaluations/plan" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<JobSummary> jobsOf(String id, int count) {
        loop.kick();
        Eventually.hold(
                () -> assertThat(jobs.ofEvaluation(new EvaluationId(id))).hasSize(count));
        Eventually.hold(() -> assertThat(state(id)).isEqualTo("running"));
        return jobs.ofEvaluation(new EvaluationId(id));
    }

    private List<ResultRecord> recordsOf(String... backbones) {
        return results.records().stream()
                .filter(record -> List.of(backbones).contains(record.backbone().name()))
                .toList();
    }

    private void backbone(String name, String file, String tensors) {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"path\":\"/data/%s.pth\",\"inputSize\":64}".formatted(name, name))
                .post("/v1/backbones")
                .then()
                .statusCode(201);
        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportCheckpoint.class), Given.checkpoint(file, tensors));
    }

    private void dataset(String name, String manifest) {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"%s\",\"path\":\"/data/%s\"}".formatted(name, name))
                .post("/v1/datasets")
                .then()
                .statusCode(201);
        jobs.succeed(Given.lastJob(jobs, JobSpec.ImportDataset.class), Given.dataset(manifest));
    }

    private static String accepted(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/evaluations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private static String state(String id) {
        return given().get("/v1/evaluations/" + id).then().extract().path("state");
    }
}
