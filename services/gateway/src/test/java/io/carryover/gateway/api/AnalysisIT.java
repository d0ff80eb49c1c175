/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.StepOutput.Analysed;
import io.carryover.contracts.job.StepOutput.Strongest;
import io.carryover.contracts.published.StudyTables;
import io.carryover.contracts.result.Interval;
import io.carryover.gateway.api.evaluation.PlanningLoop;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.WantedJob;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.Score;
import io.carryover.storage.Blobs;
import io.carryover.storage.ObjectStore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class AnalysisIT {
    @Inject
    FakeJobs jobs;

    @Inject
    ObjectStore store;

    @Inject
    PlanningLoop loop;

    @Test
    void followsTheLastCellOverAllThatCanBeCompared() throws IOException {
        dataset("an-pets", "a1");
        dataset("an-cars", "a2");
        dataset("an-other", "a3");
        List<String> first = List.of("an-a", "an-b", "an-c");
        for (int i = 0; i < first.size(); i++) {
            backbone(first.get(i), "5" + i, "6" + i);
        }
        // Three are too few, which is said and is no error; its third task is in nobody else's columns.
        String few = evaluated(first, "an-pets", "an-cars", "an-other");
        Eventually.hold(() -> assertThat(get(few).getString("analysis.state")).isEqualTo("none"));
        assertThat(get(few).getString("state")).isEqualTo("completed");
        assertThat(get(few).getString("analysis.why"))
                .isEqualTo("3 different models with comparable scores, and a correlation needs 4");

        backbone("an-d", "53", "63");
        backbone("an-twin", "54", "60");
        String last = evaluated(List.of("an-d", "an-twin"), "an-pets", "an-cars");

        JsonPath waiting = once(last, "waiting");
        assertThat(waiting.getString("analysis.why")).isEqualTo("no worker for queue analysis.cpu");
        String id = waiting.getString("analysis.id");
        assertThat(id).isEqualTo("an-" + last.substring(3));
        WantedJob job = jobOf(id);
        var spec = (JobSpec.Analysis) job.spec();
        assertThat(spec.reference()).isEqualTo("linear:an-cars:top1:study/1");
        List<Score> scores = table(spec);
        assertThat(scores).hasSize(8).allMatch(score -> score.protocol().equals("study/1"));
        assertThat(scores).extracting(Score::model).containsOnly("an-a", "an-b", "an-c", "an-d");
        assertThat(scores).extracting(Score::dataset).containsOnly("an-pets", "an-cars");
        given().get("/v1/analysis/" + id)
                .then()
                .statusCode(200)
                .body("evaluation", equalTo(last))
                .body("source", equalTo("measured"))
                .body("state", equalTo("waiting"))
                .body("options.draws", equalTo(10_000))
                .body("notes", hasItem("an-twin has the weights and the recipe of an-a and counts once with it"))
                .body("correlations", equalTo(null));
        given().get("/v1/analysis/" + id + "/correlations")
                .then()
                .statusCode(404)
                .body("detail", containsString("has no correlations (waiting"));

        jobs.start(job.key());
        assertThat(get(last).getString("analysis.state")).isEqualTo("running");
        jobs.succeed(job.key(), analysed(), Map.of("correlations", kept("{\"panels\":[]}")));

        assertThat(get(last).getString("analysis.state")).isEqualTo("done");
        given().get("/v1/analysis/" + id)
                .then()
                .body("state", equalTo("done"))
                .body("summary.models", equalTo(4))
                .body("summary.strongest.ci95.lo", equalTo(0.5f))
                .body("correlations", equalTo("/v1/analysis/" + id + "/correlations"))
                .body("ranking", equalTo(null));
        given().get("/v1/analysis/" + id + "/correlations")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("panels", hasSize(0));
        given().get("/v1/analysis/" + id + "/ranking")
                .then()
                .statusCode(404)
                .body("detail", containsString("has no ranking (done: no ranking: mixed)"));

        // The same scores once more: analysed already.
        String again = evaluated(List.of("an-d"), "an-pets", "an-cars");
        assertThat(once(again, "done").getString("analysis.id")).isNotEqualTo(id);
    }

    @Test
    void aFailureIsANoteOfTheEvaluationAndCanBeTriedAgain() {
        dataset("anf-pets", "a4");
        dataset("anf-cars", "a5");
        List<String> names = List.of("anf-a", "anf-b", "anf-c", "anf-d");
        for (int i = 0; i < names.size(); i++) {
            backbone(names.get(i), "7" + i, "8" + i);
        }
        String id = evaluated(names, "anf-pets", "anf-cars");
        String analysis = once(id, "waiting").getString("analysis.id");

        jobs.fail(jobOf(analysis).key(), ErrorCode.STALLED, "no document for ten minutes");

        JsonPath view = get(id);
        assertThat(view.getString("state")).isEqualTo("completed");
        assertThat(view.getList("failures")).isEmpty();
        assertThat(view.getString("analysis.state")).isEqualTo("failed");
        assertThat(view.getString("analysis.why")).startsWith("STALLED: no document for ten minutes. ");

        given().post("/v1/evaluations/{id}/retry", id).then().statusCode(202).body("state", equalTo("completed"));
        assertThat(get(id).getString("analysis.state")).isEqualTo("waiting");
    }

    @Test
    void whatIsAskedTwiceIsOneAnalysis() throws IOException {
        String first = location("{\"source\":\"published\"}");
        String second = location("{\"source\":\"published\",\"reference\":\"linear:imagenet\",\"seed\":0}");
        String other = location("{\"source\":\"published\",\"reference\":\"linear:pets\",\"seed\":3}");

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        JsonPath view = given().get(first).jsonPath();
        assertThat(view.getString("options.reference"))
                .isEqualTo("linear:imagenet:top1_linear_as_reported_by_authors:published");
        assertThat(table((JobSpec.Analysis) jobOf(view.getString("id")).spec()))
                .hasSameSizeAs(PublishedScores.of(StudyTables::text));
        given().get("/v1/analysis?limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(view.getString("id")))
                .body("items.findAll { it.source == 'published' }", hasSize(2));
    }

    @Test
    void whatCannotBeAskedIsRefusedByItsField() {
        refused("{\"source\":\"ours\"}", "source: measured or published, not 'ours'");
        refused("{}", "source: missing; measured or published");
        refused(
                "{\"source\":\"published\",\"reference\":\"linear:mnist\"}",
                "reference: linear:mnist names nothing here: ");
        refused("{\"source\":\"published\",\"reference\":\"\"}", "reference: empty");
        refused("{\"source\":\"published\",\"protocol\":\"study/1\"}", "protocol: no score has 'study/1'");
        given().get("/v1/analysis/an-none").then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    }

    private static void refused(String body, String detail) {
        ask(body).statusCode(400).body("code", equalTo("INVALID_REQUEST")).body("detail", startsWith(detail));
    }

    private static String location(String body) {
        String location = ask(body).statusCode(202).extract().header("Location");
        return location.substring(location.indexOf("/v1/"));
    }

    private static ValidatableResponse ask(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/analysis")
                .then();
    }

    private static StepOutput analysed() {
        return new Analysed(
                4,
                1,
                Optional.of(new Strongest("linear:an-pets:top1:study/1", 0.75, new Interval(0.5, 0.9, "fisher-z"))),
                List.of(),
                List.of("no ranking: mixed"));
    }

    private ArtifactRef kept(String json) {
        return blobs().put(json.getBytes(StandardCharsets.UTF_8), ArtifactRef.JSON);
    }

    private List<Score> table(JobSpec.Analysis spec) throws IOException {
        try (InputStream in = blobs().open(spec.scores())) {
            return ResultsCsv.read("scores", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Blobs blobs() {
        return new Blobs(store, Path.of(System.getProperty("java.io.tmpdir")));
    }

    private WantedJob jobOf(String analysis) {
        JobKey key =
                new JobKey(given().get("/v1/analysis/" + analysis).jsonPath().getString("job"));
        return jobs.wanted().stream()
                .filter(job -> job.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** The linear tasks of these backbones have numbers, each another; the evaluation has ended. */
    private String evaluated(List<String> backbones, String... datasets) {
        String body = "{\"backbones\":[\"%s\"],\"tasks\":[%s]}"
                .formatted(
                        String.join("\",\"", backbones),
                        String.join(
                                ",",
                                Stream.of(datasets)
                                        .map("{\"kind\":\"linear\",\"dataset\":\"%s\"}"::formatted)
                                        .toList()));
        String id = given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/evaluations")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        loop.kick();
        Eventually.hold(() -> assertThat(get(id).getString("state")).isNotEqualTo("planning"));
        List<JobSummary> open = new ArrayList<>(jobs.ofEvaluation(new EvaluationId(id)));
        open.removeIf(job -> job.state().ended());
        for (int i = 0; i < open.size(); i++) {
            jobs.succeed(
                    open.get(i).key(),
                    open.get(i).spec() instanceof JobSpec.LinearProbe ? Given.linear(50 + i) : Given.features(20));
        }
        Eventually.hold(() -> assertThat(get(id).getString("state")).isEqualTo("completed"));
        loop.kick();
        return id;
    }

    private static JsonPath once(String evaluation, String state) {
        Eventually.hold(() -> {
            assertThat(get(evaluation).getString("analysis.state")).isEqualTo(state);
            assertThat(get(evaluation).getString("analysis.why")).isNotEqualTo("its table of scores is being made");
        });
        return get(evaluation);
    }

    private static JsonPath get(String id) {
        return given().get("/v1/evaluations/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
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
}
