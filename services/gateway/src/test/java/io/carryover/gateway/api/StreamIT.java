/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WithFakes.class)
class StreamIT {
    @Inject
    FakeJobs jobs;

    @Test
    void streamsStatesUntilTheEndAndResumes() throws IOException, InterruptedException {
        String id = given().contentType(ContentType.JSON)
                .body("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\",\"steps\":2}]}")
                .post("/v1/evaluations")
                .path("id");
        Eventually.hold(
                () -> assertThat(jobs.ofEvaluation(new EvaluationId(id))).hasSize(1));
        JobKey job = jobs.ofEvaluation(new EvaluationId(id)).getFirst().key();

        HttpResponse<Stream<String>> stream = open(id, "");
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        Thread.ofVirtual()
                .start(() -> Eventually.hold(() -> {
                    assertThat(given().get("/v1/evaluations/" + id).jsonPath().getString("state"))
                            .isEqualTo("running");
                    jobs.succeed(job, new StepOutput.Slept(2, 0));
                }));
        List<String> lines = stream.body().toList();

        assertThat(lines).contains("event:progress", "event:end");
        List<String> ids = lines.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3))
                .toList();
        assertThat(ids.getFirst()).isEqualTo("1");
        assertThat(ids.stream().map(Long::valueOf)).isSorted().doesNotHaveDuplicates();
        EvaluationView last = Json.read(
                lines.stream()
                        .filter(line -> line.startsWith("data:"))
                        .reduce((_, l) -> l)
                        .orElseThrow()
                        .substring(5),
                EvaluationView.class);
        assertThat(last.state()).isEqualTo("completed");
        assertThat(last.id().value()).isEqualTo(id);

        List<String> resumed = open(id, "1").body().toList();
        assertThat(resumed).doesNotContain("id:1").contains("id:" + ids.getLast(), "event:end");
        assertThat(open(id, ids.getLast()).statusCode()).isEqualTo(204);
    }

    @Test
    void afterARetryAnEndThatWasNotTheLastIsNotSentAgain() throws IOException, InterruptedException {
        String id = given().contentType(ContentType.JSON)
                .body("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\",\"steps\":3}]}")
                .post("/v1/evaluations")
                .path("id");
        Eventually.hold(
                () -> assertThat(jobs.ofEvaluation(new EvaluationId(id))).hasSize(1));
        JobKey job = jobs.ofEvaluation(new EvaluationId(id)).getFirst().key();
        Eventually.hold(
                () -> assertThat(given().get("/v1/evaluations/" + id).jsonPath().getString("state"))
                        .isEqualTo("running"));
        jobs.fail(job, ErrorCode.STALLED, "no step for ten minutes");
        assertThat(open(id, "").body().toList()).contains("event:end");
        given().post("/v1/evaluations/{id}/retry", id).then().statusCode(202);

        HttpResponse<Stream<String>> stream = open(id, "");
        jobs.succeed(job, new StepOutput.Slept(3, 0));
        List<String> lines = stream.body().toList();

        assertThat(lines).containsOnlyOnce("event:end");
        assertThat(lines.stream().filter(line -> line.startsWith("data:")).reduce((_, last) -> last))
                .hasValueSatisfying(last -> assertThat(last).contains("\"state\":\"completed\""));
    }

    @Test
    void anUnknownEvaluationIsAProblem() throws IOException, InterruptedException {
        HttpResponse<Stream<String>> answer = open("none", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(answer.body().findFirst().orElseThrow()).contains("\"code\":\"NOT_FOUND\"");
    }

    @Test
    void aBrowserThatTakesAnythingGetsJson() {
        String id = given().contentType(ContentType.JSON)
                .body("{\"backbones\":[],\"tasks\":[{\"kind\":\"sleep\"}]}")
                .post("/v1/evaluations")
                .path("id");
        assertThat(given().accept("text/html,*/*;q=0.8")
                        .get("/v1/evaluations/" + id)
                        .contentType())
                .startsWith("application/json");
    }

    private HttpResponse<Stream<String>> open(String id, String lastEvent) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:%d/v1/evaluations/%s".formatted(RestAssured.port, id)))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/event-stream");
        if (!lastEvent.isEmpty()) {
            request.header("Last-Event-ID", lastEvent);
        }

        return client.send(request.build(), BodyHandlers.ofLines());
    }
}
