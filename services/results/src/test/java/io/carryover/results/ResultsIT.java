/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.LeaderboardView;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.api.TableBoardView;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.Infrastructure;
import io.carryover.results.fixture.Records;
import io.carryover.results.fixture.ResultsTopic;
import io.carryover.results.fixture.Tables;
import io.carryover.storage.Blobs;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.storage.StoreListener;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From records on Kafka to what clients read over HTTP. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class ResultsIT {
    private static final int STANDING = 40;

    @Inject
    @DataSource("results")
    AgroalDataSource database;

    @BeforeEach
    void demoResultsStand() {
        if (standing() < STANDING) {
            ResultsTopic.publish(DemoResults.all());
        }
        Eventually.holds(() -> standing() == STANDING);
    }

    @Test
    void leaderboardOfWhatWasPublished() {
        LeaderboardView board = leaderboard("");

        assertThat(board.columns())
                .extracting(column -> column.title() + " " + column.role())
                .containsExactly(
                        "fashion-mnist · linear probe source",
                        "digits · linear probe target",
                        "digits · 5-way 5-shot target",
                        "digits · 5-way 20-shot target");
        assertThat(board.rows())
                .extracting(LeaderboardView.Row::backbone)
                .containsExactly("simclr", "simclr-again", "supervised", "mocov2", "pixels", "swav", "byol", "random");
        LeaderboardView.Row simclr = board.rows().getFirst();
        assertThat(simclr.sameWeightsAs()).containsExactly("simclr-again");
        assertThat(simclr.meanRank()).contains(1.0);
        assertThat(simclr.cells().get(1).value()).isEqualTo(96.11);
        assertThat(simclr.cells().get(1).ci95().method()).isEqualTo("wilson");
        LeaderboardView.Row random = board.rows().getLast();
        assertThat(random.meanRank()).contains(7.0);
        assertThat(random.cells().getFirst().values()).containsExactly(71.60, 73.15, 73.85);
        assertThat(random.cells().getFirst().ci95().method()).isEqualTo("seeds");
    }

    @Test
    void leaderboardOfOneDatasetAlone() {
        assertThat(leaderboard("?dataset=fashion-mnist").columns())
                .extracting(LeaderboardView.Column::title)
                .containsExactly("fashion-mnist · linear probe");
    }

    @Test
    void pagesOfTheLeaderboardJoinToTheWhole() {
        LeaderboardView whole = leaderboard("");
        LeaderboardView first = leaderboard("?limit=5");
        LeaderboardView second = leaderboard("?limit=5&cursor=" + first.next().orElseThrow());

        assertThat(first.rowsInAll()).isEqualTo(8);
        assertThat(first.rows()).isEqualTo(whole.rows().subList(0, 5));
        assertThat(second.rows()).isEqualTo(whole.rows().subList(5, 8));
        assertThat(second.next()).isEmpty();
        LeaderboardView one = leaderboard("?columns=" + whole.columns().get(1).id());
        assertThat(one.columns()).containsExactly(whole.columns().get(1));
        assertThat(one.rows().getFirst().meanRank())
                .isEqualTo(whole.rows().getFirst().meanRank());
        for (String wrong : List.of("limit=0", "cursor=!", "columns=nothing", "limit=5&format=csv")) {
            given().get("/v1/leaderboard?" + wrong).then().statusCode(400).contentType("application/problem+json");
        }
    }

    @Test
    void aLeaderboardThatHasNotChangedIsNotSentAgain() {
        var first = given().header("Accept-Encoding", "gzip").get("/v1/leaderboard");
        String tag = first.header("ETag");

        assertThat(first.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(first.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(given().header("If-None-Match", tag).get("/v1/leaderboard").statusCode())
                .isEqualTo(304);
        // REST Assured asks for gzip by itself unless it is told that it can't decode.
        assertThat(given().config(RestAssuredConfig.config()
                                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                        .header("If-None-Match", "W/\"old\"")
                        .get("/v1/leaderboard")
                        .header("Content-Encoding"))
                .isNull();
        ResultRecord another = Records.linear(
                Records.checkpoint("passing", "passing"), DemoResults.DIGITS, ProtocolId.STUDY, 50, 2, 898);
        ResultsTopic.publish(List.of(another));
        Eventually.holds(() -> standing() == STANDING + 1);
        assertThat(given().header("If-None-Match", tag).get("/v1/leaderboard").statusCode())
                .isEqualTo(200);
        ResultsTopic.publish(List.of(Records.revised(another, 1, Optional.empty())));
        Eventually.holds(() -> standing() == STANDING);
        assertThat(leaderboard("").rows()).hasSize(8);
    }

    @Test
    void leaderboardInEveryFormat() {
        var latex = get("/v1/leaderboard?format=latex&dataset=digits");
        assertThat(latex.contentType()).isEqualTo("application/x-latex;charset=UTF-8");
        assertThat(latex.asString()).contains("\\toprule").contains("\\textbf{96.11}");
        assertThat(latex.header("Content-Disposition")).isEqualTo("inline; filename=\"leaderboard.tex\"");
        var markdown = given().accept("text/markdown").get("/v1/leaderboard");
        assertThat(markdown.contentType()).isEqualTo("text/markdown;charset=UTF-8");
        assertThat(markdown.asString()).contains("| simclr | 1.00 |");
        assertThat(get("/v1/leaderboard?format=csv").asString().lines()).hasSize(1 + 8 * 4);
        // A browser takes anything.
        assertThat(given().accept("text/html, */*;q=0.8").get("/v1/leaderboard").contentType())
                .startsWith("application/json");
        given().get("/v1/leaderboard?format=word").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void modelIndexOfOneBackbone() {
        var yaml = get("/v1/model-index?backbone=simclr");
        assertThat(yaml.contentType()).isEqualTo("application/yaml;charset=UTF-8");
        assertThat(yaml.asString()).startsWith("---\nmodel-index:\n  - name: \"simclr\"\n");
        JsonPath json = get("/v1/model-index?backbone=simclr&format=json").jsonPath();
        assertThat(json.getList("'model-index'[0].results.dataset.name"))
                .containsExactly("digits", "digits", "digits", "fashion-mnist");
        assertThat(get("/v1/model-index").statusCode()).isEqualTo(400);
        assertThat(get("/v1/model-index?backbone=nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void aReportHasTheNumbersOfItsJobs() {
        ResultRecord record = DemoResults.all().stream()
                .filter(r ->
                        r.backbone().name().equals("simclr") && r.key().task().equals("linear"))
                .filter(r -> r.dataset().name().equals("digits"))
                .findFirst()
                .orElseThrow();
        var request = new ReportRequest(
                new EvaluationView(
                        new EvaluationId("e-1"),
                        "first",
                        "completed",
                        record.at(),
                        Optional.of(record.at()),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(new EvaluationCell(
                        "simclr",
                        0,
                        TaskRequest.parse("linear:digits"),
                        "linear:digits",
                        "scored",
                        Optional.of(record.job()))),
                List.of(),
                List.of());

        var markdown =
                given().contentType("application/json").body(Json.text(request)).post("/v1/reports");
        assertThat(markdown.contentType()).isEqualTo("text/markdown;charset=UTF-8");
        assertThat(markdown.asString())
                .contains("| simclr | 1.00 | 96.11 \\[94.71, 97.51\\]<sup>a</sup> |")
                .contains("/v1/artifacts/")
                .doesNotContain("simclr-again |");
        var html =
                given().contentType("application/json").body(Json.text(request)).post("/v1/reports?format=html");
        assertThat(html.contentType()).isEqualTo("text/html;charset=UTF-8");
        assertThat(html.asString()).startsWith("<!doctype html>").contains("<svg class=\"test\"");
        given().contentType("application/json")
                .body("{}")
                .post("/v1/reports")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void exportsForOtherTools() throws IOException {
        var parquet = get("/v1/exports/parquet?dataset=digits");
        assertThat(parquet.contentType()).isEqualTo("application/vnd.apache.parquet");
        assertThat(parquet.asByteArray()).startsWith('P', 'A', 'R', '1').endsWith('P', 'A', 'R', '1');
        for (String tool : List.of("mlflow", "wandb")) {
            var zipped = get("/v1/exports/" + tool + "?backbone=simclr");
            assertThat(zipped.contentType()).isEqualTo("application/zip");
            try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped.asByteArray()))) {
                assertThat(zip.getNextEntry()).isNotNull();
            }
        }
    }

    @Test
    void aRebuildComesToTheSameState() {
        String before = state().getString("digest");

        JsonPath after = rebuilt();

        assertThat(after.getBoolean("caughtUp")).isTrue();
        assertThat(after.getString("digest")).isEqualTo(before);
        assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    /** They are left out while everything is read. */
    @Test
    void indexesThatReadersNeedAreThereAfterARebuild() throws SQLException {
        Set<String> before = indexes();

        rebuilt();

        assertThat(before).contains("result_by_time", "result_by_place", "result_artifact_by_digest");
        assertThat(indexes()).isEqualTo(before);
    }

    @Test
    void aRebuildWhoseDatabaseCrashedIsMadeOnceItIsBack() throws SQLException {
        String before = state().getString("digest");

        killABackend();
        JsonPath after = rebuilt();

        assertThat(after.getBoolean("caughtUp")).isTrue();
        assertThat(after.getString("digest")).isEqualTo(before);
        assertThat(indexes()).contains("result_by_time");
    }

    /** PostgreSQL ends all of its connections then, and recovers from its log. */
    private void killABackend() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select pg_backend_pid()")) {
            rows.next();
            ProcessHandle process = ProcessHandle.of(rows.getLong(1)).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            process.onExit().join();
        }
    }

    private Set<String> indexes() throws SQLException {
        Set<String> names = new TreeSet<>();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select indexname from pg_indexes where schemaname = 'results'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Test
    void aRebuildIsNotTakenFromAWebPage() {
        given().header("Origin", "https://example.org")
                .post("/v1/results/rebuild")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
    }

    @Test
    void onlyAHigherRevisionReplacesAndAWithdrawalRemoves() {
        ResultRecord first = Records.linear(
                Records.checkpoint("revised", "revised"), DemoResults.DIGITS, ProtocolId.STUDY, 50, 2, 898);
        ResultRecord same = Records.linear(
                Records.checkpoint("revised", "revised"), DemoResults.DIGITS, ProtocolId.STUDY, 60, 2, 898);
        String path = "/v1/results/" + first.key().digest();

        ResultsTopic.publish(List.of(first, same));
        Eventually.holds(() -> standing() == STANDING + 1);
        assertThat(valueAt(path)).isEqualTo(50.0);

        ResultsTopic.publish(
                List.of(Records.revised(same, 2, same.output()), Records.revised(first, 1, first.output())));
        Eventually.holds(() -> valueAt(path) == 60.0);

        ResultsTopic.publish(List.of(Records.revised(first, 3, Optional.empty()), first));
        Eventually.holds(() -> get(path).statusCode() == 404);
        assertThat(leaderboard("").rows())
                .extracting(LeaderboardView.Row::backbone)
                .doesNotContain("revised");
        assertThat(state().getLong("counts.withdrawn")).isPositive();

        String before = state().getString("digest");
        JsonPath after = rebuilt();
        assertThat(after.getString("digest")).isEqualTo(before);
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void anImportedTableStandsBesideResultsAndARebuildComesToTheSame() {
        ImportedTable first = Tables.mine(0, "model,task,dataset,metric,value\nswav,linear,pets,top1,50\n");
        ImportedTable second = Tables.mine(1, "model,task,dataset,metric,value\nswav,linear,pets,top1,60\n");
        try {
            ResultsTopic.publish(List.of(Tables.study("study"), second, first));
            Eventually.holds(() -> state().getLong("counts.tables") == 2);

            LeaderboardView all = leaderboard("?origin=all");
            assertThat(all.rows()).hasSize(8);
            assertThat(all.tables()).extracting(TableBoardView::table).containsExactly("mine", "study");
            assertThat(all.tables()
                            .getFirst()
                            .rows()
                            .getFirst()
                            .cells()
                            .getFirst()
                            .value())
                    .isEqualTo(60);
            assertThat(leaderboard("").tables()).isEmpty();
            LeaderboardView published = leaderboard("?origin=published&table=study&setting=detection-frozen");
            assertThat(published.columns()).isEmpty();
            assertThat(published.tables()).singleElement().satisfies(board -> assertThat(board.columns())
                    .hasSize(4));
            assertThat(leaderboard("?origin=published&protocol=unstated").tables())
                    .extracting(TableBoardView::table)
                    .containsExactly("mine");
            assertThat(get("/v1/leaderboard?origin=all&format=csv").asString().lines())
                    .hasSize(1 + 8 * 4 + 1 + 14 * 9);
            assertThat(get("/v1/leaderboard?origin=published&format=latex").asString())
                    .contains("published segmentation is suspect")
                    .doesNotContain("simclr-again");
            given().get("/v1/leaderboard?origin=ours")
                    .then()
                    .statusCode(400)
                    .body("detail", equalTo("origin: one of measured, published, all, not 'ours'"));

            String before = state().getString("digest");
            JsonPath after = rebuilt();
            assertThat(after.getString("digest")).isEqualTo(before);
            assertThat(after.getLong("counts.tables")).isEqualTo(2);
        } finally {
            ResultsTopic.publish(
                    List.of(Tables.withdrawn(first, 2), Tables.withdrawn(Tables.study("study"), 2), first));
            Eventually.holds(() -> state().getLong("counts.tables") == 0);
        }
        assertThat(leaderboard("?origin=published").tables()).isEmpty();
    }

    @Test
    void whatCanNotBeReadIsCountedAndStopsNothing() {
        long before = state().getLong("counts.unreadable");

        ResultsTopic.publishRaw("x", "{\"version\": 99}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ResultsTopic.publishRaw("y", new byte[] {1, 2, 3});

        Eventually.holds(() -> state().getLong("counts.unreadable") == before + 2);
        assertThat(standing()).isEqualTo(STANDING);
    }

    @Test
    void pagesJoinToTheWholeList() {
        JsonPath first = get("/v1/results?dataset=digits&limit=20").jsonPath();
        JsonPath second = get("/v1/results?dataset=digits&limit=20&cursor=" + first.getString("next"))
                .jsonPath();

        assertThat(first.getList("items")).hasSize(20);
        assertThat(second.getList("items")).hasSize(10);
        assertThat(second.getString("next")).isNull();
        assertThat(first.getList("items.result")).doesNotContainAnyElementsOf(second.getList("items.result"));
    }

    @Test
    void csvOfOneBackbone() {
        String csv = given().accept("text/csv")
                .get("/v1/results?backbone=byol&dataset=fashion-mnist")
                .asString();

        assertThat(csv)
                .isEqualTo(
                        "result,backbone,origin,dataset,role,task,metric,protocol,grid,seed,variant,value,unit,higher_is_better,n,ci95_lo,ci95_hi,interval,revision,at,job\r\n"
                                + CSV_LINE);
        assertThat(given().get("/v1/results?backbone=byol&dataset=fashion-mnist&format=csv")
                        .asString())
                .isEqualTo(csv);
    }

    private static final String CSV_LINE =
            "d44c325f785f99de0e010b081a09614f5e2ae6d86949267b842c2cf59c755659,byol,checkpoint,fashion-mnist,source,linear,top1,study/1,full,0,onnx-fp32-cpu,79.1,percent,true,2000,77.5,80.69999999999999,wilson,0,2026-03-01T12:00:00Z,97da9ae527d9f13249a5dcb3dcbe36169973dfad5c031edb5657fb313908950b\r\n";

    @Test
    void artifactsOfStandingResultsAreStreamedAndNoOthers(@TempDir Path folder) throws IOException {
        Blobs blobs = new Blobs(
                S3ObjectStore.connect(
                        S3Settings.of(
                                config("carryover.s3.endpoint"),
                                config("carryover.s3.bucket"),
                                config("carryover.s3.access-key"),
                                config("carryover.s3.secret-key")),
                        StoreListener.NONE),
                folder);
        ArtifactRef logits = ArtifactFiles.logits(blobs, folder, 100, i -> i < 90);
        ResultRecord record = Records.withArtifacts(
                Records.linear(
                        Records.checkpoint("with-logits", "with-logits"),
                        DemoResults.DIGITS,
                        ProtocolId.STUDY,
                        90,
                        1,
                        100),
                new TreeMap<>(Map.of("logits", logits)));
        String path = "/v1/artifacts/" + logits.sha256();
        assertThat(get(path).statusCode()).isEqualTo(404);

        ResultsTopic.publish(List.of(record));
        Eventually.holds(() -> standing() == STANDING + 1);
        var answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Sha256.of(answer.asByteArray())).isEqualTo(logits.sha256());
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"with-logits-digits-logits.safetensors\"");

        ResultsTopic.publish(List.of(Records.revised(record, 1, Optional.empty())));
        Eventually.holds(() -> standing() == STANDING);
        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void twoBackbonesAreCompared() {
        JsonPath twins = get("/v1/compare?a=simclr&b=simclr-again").jsonPath();
        assertThat(twins.getBoolean("sameWeights")).isTrue();
        assertThat(twins.getList("tasks.verdict"))
                .containsExactly("SAME_WEIGHTS", "SAME_WEIGHTS", "SAME_WEIGHTS", "SAME_WEIGHTS");
        JsonPath others = get("/v1/compare?a=simclr&b=byol").jsonPath();
        assertThat(others.getList("tasks.title"))
                .containsExactly(
                        "fashion-mnist · linear probe",
                        "digits · linear probe",
                        "digits · 5-way 5-shot",
                        "digits · 5-way 20-shot");
        assertThat(others.getDouble("tasks[1].difference")).isCloseTo(96.11 - 93.77, within(1e-9));
        // The demo's records name artifacts that this store doesn't have.
        assertThat(others.getList("tasks.obstacle.code")).containsOnly("ARTIFACT_UNREADABLE");
    }

    @Test
    void whatCanNotBeComparedIsAProblem() {
        given().get("/v1/compare?a=simclr").then().statusCode(400).contentType("application/problem+json");
        assertThat(get("/v1/compare?a=simclr&b=simclr").jsonPath().getString("code"))
                .isEqualTo("INVALID_REQUEST");
        JsonPath unknown = get("/v1/compare?a=simclr&b=nothing").jsonPath();
        assertThat(unknown.getString("code")).isEqualTo("UNKNOWN_BACKBONE");
        assertThat(unknown.getString("detail")).isEqualTo("no result of a backbone 'nothing'");
    }

    @Test
    void readingIsMeasured() {
        assertThat(get("/q/metrics").asString()).contains("carryover_results_read_total{outcome=\"taken\"}");
        assertThat(get("/q/health/ready")
                        .jsonPath()
                        .getString("checks.find { it.name == 'results topic read' }.status"))
                .isEqualTo("UP");
    }

    @Test
    void wrongRequestsAreProblems() {
        for (String path : List.of("/v1/results?cursor=!", "/v1/results?limit=0", "/v1/results?format=xml")) {
            given().get(path).then().statusCode(400).contentType("application/problem+json");
        }
        JsonPath missing = get("/v1/results/nothing").jsonPath();
        assertThat(missing.getString("code")).isEqualTo("NOT_FOUND");
        assertThat(missing.getString("detail")).isEqualTo("no result 'nothing'");
    }

    private static String config(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    private static double valueAt(String path) {
        return get(path).jsonPath().getDouble("record.output.score.value");
    }

    private static LeaderboardView leaderboard(String query) {
        return Json.read(get("/v1/leaderboard" + query).asByteArray(), LeaderboardView.class);
    }

    /** The state after a rebuild, which has to be answered. */
    private static JsonPath rebuilt() {
        return given().post("/v1/results/rebuild")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long standing() {
        return state().getLong("counts.standing");
    }

    private static JsonPath state() {
        return get("/v1/results/state").jsonPath();
    }
}
