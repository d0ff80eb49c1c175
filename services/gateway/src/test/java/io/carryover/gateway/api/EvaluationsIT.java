/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent.Progress;
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
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class EvaluationsIT {
    @Inject
    FakeJobs jobs;

    @Inject
    FakeResults results;

    @Inject
    PlanningLoop loop;

    @Test
    void fromThe202ToTheResults() {
        backbone("ev-a", "31", "b1");
        dataset("ev-digits", "d1");

        String id = post("""
                {"name":"first","backbones":["ev-a"],
                 "tasks":[{"kind":"linear","dataset":"ev-digits"},{"kind":"few-shot","dataset":"ev-digits"}]}""")
                .statusCode(202)
                .header("Location", org.hamcrest.Matchers.containsString("/v1/evaluations/ev-"))
                .body("state", equalTo("planning"))
                .body("name", equalTo("first"))
                .extract()
                .path("id");

        List<JobSummary> planned = jobsOf(id, 8);
        assertThat(planned)
                .filteredOn(job -> job.spec() instanceof JobSpec.ExtractFeatures)
                .hasSize(6);
        JsonPath waiting = get(id);
        assertThat(waiting.getString("state")).isEqualTo("running");
        assertThat(waiting.getString("waitsFor")).isEqualTo("no worker for queue features.cpu");
        assertThat(waiting.getInt("backbones[0].jobsTotal")).isEqualTo(8);

        assertThat(waiting.getString("backbones[0].waitsFor")).isEqualTo("no worker for queue features.cpu");

        JsonPath cells = get(id + "/cells");
        assertThat(cells.getList("title")).containsExactly("linear:ev-digits", "few-shot:ev-digits:5w5s");
        assertThat(cells.getList("state")).containsOnly("planned");
        assertThat(cells.getString("[1].task.kind")).isEqualTo("few-shot");
        assertThat(cells.getString("[1].task.episodes")).isEqualTo("600");

        JobKey first = planned.getFirst().key();
        jobs.start(first);
        JsonPath taken = get(id);
        assertThat(taken.getString("backbones[0].state")).isEqualTo("running");
        assertThat(taken.getString("backbones[0].running[0].what")).startsWith("features ev-digits/");
        assertThat(taken.getLong("backbones[0].running[0].progress.total")).isZero();
        assertThat(taken.getString("backbones[0].waitsFor")).isNull();

        jobs.progress(first, new Progress(30, 60, "images", 15.5));
        JsonPath running = get(id);
        assertThat(running.getString("backbones[0].state")).isEqualTo("running");
        assertThat(running.getString("backbones[0].running[0].what")).startsWith("features ev-digits/");
        assertThat(running.getDouble("backbones[0].running[0].progress.perSecond"))
                .isEqualTo(15.5);
        assertThat(running.getDouble("backbones[0].fraction")).isEqualTo(0.5 / 8);
        assertThat(running.getString("waitsFor")).isNull();

        finish(planned);

        JsonPath done = get(id);
        assertThat(done.getString("state")).isEqualTo("completed");
        assertThat(done.getDouble("backbones[0].fraction")).isEqualTo(1.0);
        assertThat(done.getInt("backbones[0].jobsDone")).isEqualTo(8);
        assertThat(done.getString("endedAt")).isNotNull();
        assertThat(recordsOf("ev-a"))
                .extracting(record -> record.key().task() + " " + record.key().metric())
                .containsExactlyInAnyOrder("linear top1", "few-shot-5w5s15q accuracy");
        assertThat(get(id + "/cells").getList("job"))
                .containsExactlyInAnyOrderElementsOf(recordsOf("ev-a").stream()
                        .map(record -> record.job().value())
                        .toList());
        assertThat(recordsOf("ev-a")).allSatisfy(record -> {
            assertThat(record.featureProvenance()).isPresent();
            assertThat(record.dataset().name()).isEqualTo("ev-digits");
            assertThat(record.revision()).isEqualTo(1);
        });
    }

    @Test
    void equalTensorsAreExtractedOnceAndScoredForEachName() {
        backbone("tie-a", "41", "c1");
        backbone("tie-b", "42", "c1");
        dataset("tie-digits", "d2");

        String id = accepted(
                "{\"backbones\":[\"tie-a\",\"tie-b\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"tie-digits\"}]}");
        finish(jobsOf(id, 4));

        assertThat(get(id).getString("state")).isEqualTo("completed");
        assertThat(recordsOf("tie-a")).hasSize(1);
        assertThat(recordsOf("tie-b")).hasSize(1);
        assertThat(recordsOf("tie-a").getFirst().job())
                .isEqualTo(recordsOf("tie-b").getFirst().job());
        assertThat(recordsOf("tie-a").getFirst().key())
                .isNotEqualTo(recordsOf("tie-b").getFirst().key());
    }

    @Test
    void whatIsScoredAlreadyIsDoneAtOnce() {
        backbone("again-a", "43", "c2");
        dataset("again-digits", "d3");
        String body = "{\"backbones\":[\"again-a\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"again-digits\"}]}";
        finish(jobsOf(accepted(body), 4));

        String second = accepted(body);

        Eventually.hold(() -> assertThat(get(second).getString("state")).isEqualTo("completed"));
        assertThat(recordsOf("again-a")).hasSize(1);
    }

    @Test
    void theControlRandomFansOutOverThreeSeeds() {
        backbonePost(
                "{\"name\":\"ev-random\",\"control\":\"random\",\"architecture\":\"resnet50w8\",\"inputSize\":64}");
        dataset("rnd-digits", "d4");

        String id = accepted(
                "{\"backbones\":[\"ev-random\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"rnd-digits\"}]}");
        finish(jobsOf(id, 12));

        assertThat(recordsOf("ev-random"))
                .extracting(record -> record.key().seed())
                .containsExactlyInAnyOrder(0L, 1L, 2L);
        assertThat(recordsOf("ev-random"))
                .extracting(record -> record.backbone().group())
                .containsOnly("ev-random");
        assertThat(recordsOf("ev-random"))
                .extracting(record -> record.key().backbone())
                .hasSize(3);
        assertThat(recordsOf("ev-random").stream()
                        .map(record -> record.key().backbone())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aRefusedBackboneFailsItsOwnCellsOnly() {
        backbone("good", "44", "c3");
        dataset("mixed-digits", "d5");
        backbonePost("{\"name\":\"bad\",\"path\":\"/data/evil.pth\"}");
        JobKey imported = Given.lastJob(jobs, JobSpec.ImportCheckpoint.class);

        String id = accepted(
                "{\"backbones\":[\"good\",\"bad\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"mixed-digits\"}]}");
        finish(jobsOf(id, 4));
        assertThat(get(id).getString("state")).isEqualTo("planning");
        assertThat(get(id).getString("waitsFor")).isEqualTo("registration of backbone 'bad' or dataset 'mixed-digits'");

        jobs.fail(imported, ErrorCode.UNSAFE_CHECKPOINT, "evil.pth: names posix.system");

        Eventually.hold(() -> assertThat(get(id).getString("state")).isEqualTo("completed-with-failures"));
        JsonPath view = get(id);
        assertThat(view.getString("failures[0].backbone")).isEqualTo("bad");
        assertThat(view.getString("failures[0].task")).isEqualTo("linear:mixed-digits");
        assertThat(view.getString("failures[0].code")).isEqualTo("BACKBONE_REFUSED");
        assertThat(view.getString("failures[0].message"))
                .isEqualTo("backbone 'bad' was refused: UNSAFE_CHECKPOINT: evil.pth: names posix.system");
        assertThat(view.getString("backbones[0].state")).isEqualTo("completed");
        assertThat(view.getString("backbones[1].state")).isEqualTo("failed");
    }

    @Test
    void aFailedInputFailsTheCellWithItsReasonAndALateSuccessHeals() {
        backbone("late", "45", "c4");
        dataset("late-digits", "d6");
        String id =
                accepted("{\"backbones\":[\"late\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"late-digits\"}]}");
        List<JobSummary> planned = jobsOf(id, 4);
        JobKey features = planned.getFirst().key();

        jobs.fail(features, ErrorCode.STALLED, "no image for ten minutes");

        assertThat(get(id).getString("state")).isEqualTo("completed-with-failures");
        assertThat(get(id).getString("failures[0].code")).isEqualTo("STALLED");
        assertThat(get(id).getString("failures[0].job")).isEqualTo(features.value());

        given().post("/v1/evaluations/{id}/retry", id).then().statusCode(202).body("state", equalTo("running"));
        finish(planned);
        assertThat(get(id).getString("state")).isEqualTo("completed");
        assertThat(get(id).getList("failures")).isEmpty();
        assertThat(recordsOf("late")).hasSize(1);
    }

    @Test
    void anErrorOfTheInputIsNotTriedAgain() {
        backbone("userr", "46", "c5");
        dataset("userr-digits", "d7");
        String id =
                accepted("{\"backbones\":[\"userr\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"userr-digits\"}]}");
        jobs.fail(jobsOf(id, 4).getFirst().key(), ErrorCode.DEGENERATE_FEATURES, "all rows are equal");

        given().post("/v1/evaluations/{id}/retry", id)
                .then()
                .statusCode(202)
                .body("state", equalTo("completed-with-failures"))
                .body("failures[0].code", equalTo("DEGENERATE_FEATURES"));
    }

    @Test
    void cancellingLetsItsJobsGoAndWritesNoMoreResults() {
        backbone("stop", "47", "c6");
        dataset("stop-digits", "d8");
        String id =
                accepted("{\"backbones\":[\"stop\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"stop-digits\"}]}");
        List<JobSummary> planned = jobsOf(id, 4);

        given().delete("/v1/evaluations/{id}", id).then().statusCode(204);
        given().delete("/v1/evaluations/{id}", id).then().statusCode(204);
        finish(planned);

        assertThat(get(id).getString("state")).isEqualTo("cancelled");
        assertThat(recordsOf("stop")).isEmpty();
        given().post("/v1/evaluations/{id}/retry", id)
                .then()
                .statusCode(409)
                .body("code", equalTo("EVALUATION_CANCELLED"));
    }

    @Test
    void sleepNeedsNoBackbone() {
        String id = accepted("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\",\"steps\":3,\"stepMillis\":10},"
                + "{\"kind\":\"sleep\",\"steps\":3,\"stepMillis\":10}]}");
        List<JobSummary> planned = jobsOf(id, 2);
        assertThat(planned.getFirst().spec()).isInstanceOfSatisfying(JobSpec.Sleep.class, sleep -> {
            assertThat(sleep.name()).isIn(id + "-0", id + "-1");
            assertThat(sleep.steps()).isEqualTo(3);
        });
        planned.forEach(job -> jobs.succeed(job.key(), new io.carryover.contracts.job.StepOutput.Slept(3, 0)));
        assertThat(get(id).getString("state")).isEqualTo("completed");
    }

    @Test
    void listsNewestFirstInPages() {
        String older = accepted("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}");
        String newer = accepted("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}");

        JsonPath page = given().get("/v1/evaluations?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getString("items[0].id")).isEqualTo(newer);
        given().get("/v1/evaluations?limit=1&cursor=" + page.getString("next"))
                .then()
                .body("items[0].id", equalTo(older))
                .header("Content-Type", org.hamcrest.Matchers.startsWith("application/json"));
    }

    @Test
    void aJobTellsItsStory() {
        String id = accepted("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}");
        JobKey job = jobsOf(id, 1).getFirst().key();
        given().get("/v1/jobs/" + job)
                .then()
                .statusCode(200)
                .body("job", equalTo(job.value()))
                .body("queue", equalTo("heads.cpu"))
                .body("spec.type", equalTo("sleep"));
        given().get("/v1/jobs/" + "0".repeat(64)).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        given().get("/v1/queues")
                .then()
                .statusCode(200)
                .body("items[0].queue", equalTo("features.cpu"))
                .body("items[0].workers.idle", equalTo(1))
                .body("items[0].waitsFor", equalTo(null));
        given().get("/v1/workers")
                .then()
                .body("items[0].worker", equalTo("w-1"))
                .body("items[0].queues[0]", endsWith("cpu"));
    }

    @Test
    void itsJobsInPagesWithWhatWaitsWhatRunsAndWhatFailed() {
        backbone("graph", "61", "e1");
        dataset("graph-digits", "e2");
        String id =
                accepted("{\"backbones\":[\"graph\"],\"tasks\":[{\"kind\":\"linear\",\"dataset\":\"graph-digits\"}]}");
        List<JobSummary> planned = jobsOf(id, 4);
        jobs.progress(planned.getFirst().key(), new Progress(30, 60, "images", 15.5));

        JsonPath all = jobsPage(id, "");
        assertThat(all.getList("stages.step"))
                .containsExactly("import-checkpoint", "import-dataset", "features", "linear");
        assertThat(all.getInt("stages[2].states.running")).isEqualTo(1);
        assertThat(all.getInt("stages[2].states.queued")).isEqualTo(2);
        assertThat(all.getList("items.title"))
                .startsWith("import of a checkpoint · graph", "import of a dataset · graph-digits")
                .contains("features graph-digits/train", "linear:graph-digits");
        assertThat(all.getList("items[0].backbones")).isEqualTo(List.of("graph"));
        assertThat(all.getList("items[1].backbones")).isEmpty();
        assertThat(all.getList("items[2].backbones")).isEqualTo(List.of("graph"));
        assertThat(all.getString("items[2].worker")).isEqualTo("w-1");
        assertThat(all.getDouble("items[2].progress.perSecond")).isEqualTo(15.5);
        assertThat(all.getString("items[3].waitsFor")).isEqualTo("no worker for queue features.cpu");
        assertThat(all.getList("items[5].needs"))
                .containsExactlyInAnyOrderElementsOf(planned.subList(0, 3).stream()
                        .map(job -> job.key().value())
                        .toList());

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = jobsPage(id, "?limit=4" + cursor);
            seen.addAll(page.getList("items.job"));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());
        assertThat(seen).isEqualTo(all.getList("items.job"));

        assertThat(jobsPage(id, "?state=running").getList("items.job"))
                .isEqualTo(List.of(planned.getFirst().key().value()));
        assertThat(jobsPage(id, "?step=linear,import-dataset").getList("items.step"))
                .isEqualTo(List.of("import-dataset", "linear"));
        jobs.fail(planned.getFirst().key(), ErrorCode.STALLED, "no image for ten minutes");
        JsonPath failed = jobsPage(id, "?state=failed,skipped");
        assertThat(failed.getList("items.problem.code")).isEqualTo(List.of("STALLED", "STALLED"));
        assertThat(failed.getString("items[0].problem.remedy")).isNotBlank();
    }

    @Test
    void jobsOfNoEvaluationAndWrongStatesAreRefused() {
        given().get("/v1/evaluations/ev-nothing/jobs").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
        String id = accepted("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}");
        given().get("/v1/evaluations/{id}/jobs?state=lost", id)
                .then()
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
        given().get("/v1/evaluations/{id}/jobs?limit=0", id).then().statusCode(400);
        JobKey job = jobsOf(id, 1).getFirst().key();
        given().get("/v1/jobs/{job}/logs/{log}", job.value(), "0".repeat(64))
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }

    private static JsonPath jobsPage(String id, String query) {
        return given().get("/v1/evaluations/" + id + "/jobs" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void finish(List<JobSummary> planned) {
        planned.forEach(job -> jobs.succeed(
                job.key(),
                switch (job.spec()) {
                    case JobSpec.ExtractFeatures _ -> Given.features(20);
                    case JobSpec.LinearProbe _ -> Given.linear(80);
                    case JobSpec.FewShot _ -> Given.fewShot(70);
                    case JobSpec.Sleep _,
                            JobSpec.ImportCheckpoint _,
                            JobSpec.ImportOnnx _,
                            JobSpec.ImportDataset _,
                            JobSpec.ImportFeatures _,
                            JobSpec.FineTunePoint _,
                            JobSpec.FineTune _,
                            JobSpec.Knn _,
                            JobSpec.LabelEfficiency _,
                            JobSpec.Analysis _ -> throw new IllegalArgumentException(job.toString());
                }));
    }

    /** Its jobs, once so many are planned. */
    private List<JobSummary> jobsOf(String id, int count) {
        loop.kick();
        Eventually.hold(
                () -> assertThat(jobs.ofEvaluation(new EvaluationId(id))).hasSize(count));
        Eventually.hold(
                () -> assertThat(get(id).getString("backbones.jobsTotal")).isNotEqualTo("[0]"));
        return jobs.ofEvaluation(new EvaluationId(id));
    }

    private List<ResultRecord> recordsOf(String backbone) {
        return results.records().stream()
                .filter(record -> record.backbone().name().equals(backbone))
                .toList();
    }

    private void backbone(String name, String file, String tensors) {
        backbonePost("{\"name\":\"%s\",\"path\":\"/data/%s.pth\",\"inputSize\":64}".formatted(name, name));
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

    private static void backbonePost(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/backbones")
                .then()
                .statusCode(201);
    }

    private static String accepted(String body) {
        return post(body).statusCode(202).extract().path("id");
    }

    private static ValidatableResponse post(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/evaluations")
                .then();
    }

    private static JsonPath get(String id) {
        return given().get("/v1/evaluations/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
