/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.result.ImportedTable;
import io.carryover.gateway.api.table.Tables;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables come in as a whole or not at all. */
@QuarkusTest
@TestProfile(WithFakes.class)
class TablesIT {
    private static final String HEADER = "model,task,dataset,metric,value\n";
    private static final String CSV = HEADER + "moco-v2,linear,pets,top1,70.25\nsimclr-v1,linear,pets,top1,71\n";

    @Inject
    FakeResults results;

    @Inject
    Tables tables;

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mocco,linear,pets,top1,50                          | INVALID_RESULTS | r.csv, line 3, column 1 (model): no model 'mocco'
            swav,linear,pets,top1,                             | INVALID_RESULTS | r.csv, line 3, column 5 (value): no value
            swav,linear,pets,top1,120                          | INVALID_RESULTS | r.csv, line 3, column 5 (value): 120 lies outside 0 to 100 (percent)
            moco-v2,linear,pets,top1,71                        | INVALID_RESULTS | r.csv, line 3, column 5 (value): a second value of moco-v2 for linear:pets:top1:unstated, seed 0; the first is in line 2
            swav,linear,pets,top1                              | INVALID_RESULTS | r.csv, line 3, 4 fields where the header has 5
            """)
    void whatCannotBeTakenIsNamedByLineAndColumnAndNothingIsImported(String line, String code, String detail) {
        int before = results.tables().size();

        Response answer = put("refused", HEADER + "moco-v2,linear,pets,top1,70.25\n" + line + "\n", "r.csv");

        assertThat(answer.jsonPath().getString("detail")).isEqualTo(detail);
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(results.tables()).hasSize(before);
        assertThat(given().get("/v1/tables/refused").statusCode()).isEqualTo(404);
    }

    @Test
    void aTableIsOneRecordAndItsNameKeepsItsHistory() {
        Response first = put("mine", CSV, "r.csv");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.header("Location")).endsWith("/v1/tables/mine");
        JsonPath view = first.jsonPath();
        assertThat(view.getInt("models")).isEqualTo(2);
        assertThat(view.getInt("columns")).isEqualTo(1);
        assertThat(view.getString("source")).isEqualTo("a poster");
        assertThat(view.getString("licence")).isEqualTo("not stated");

        Response again = put("mine", CSV, "r.csv");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.jsonPath().getInt("revision")).isZero();

        assertThat(put("mine", CSV.replace("71", "72"), "r.csv").jsonPath().getInt("revision"))
                .isEqualTo(1);
        assertThat(given().delete("/v1/tables/mine").statusCode()).isEqualTo(204);
        assertThat(given().get("/v1/tables/mine").statusCode()).isEqualTo(404);
        assertThat(given().delete("/v1/tables/mine").statusCode()).isEqualTo(404);
        assertThat(put("mine", CSV, "r.csv").statusCode()).isEqualTo(201);

        List<ImportedTable> written = written("mine");
        assertThat(written).extracting(ImportedTable::revision).containsExactly(0, 1, 2, 3);
        assertThat(written).extracting(table -> table.columns().isPresent()).containsExactly(true, true, false, true);
        assertThat(written)
                .extracting(ImportedTable::digest)
                .containsOnly(written.getFirst().digest());
        ImportedTable.Column column = written.getFirst().columns().orElseThrow().getFirst();
        assertThat(column.provenance()).isEqualTo("measured");
        assertThat(column.cells()).extracting(ImportedTable.Cell::decimals).containsExactly(2, 0);
    }

    @Test
    void modelsThatNobodyKnowsAreTakenWhereThatIsMeant() {
        String csv = HEADER + "from-another-paper,linear,pets,top1,50\n";
        assertThat(put("other", csv, "r.csv").statusCode()).isEqualTo(422);
        assertThat(request("a poster", "r.csv")
                        .queryParam("newModels", "true")
                        .body(csv)
                        .put("/v1/tables/other")
                        .statusCode())
                .isEqualTo(201);
        // In the table already, so no typing error.
        assertThat(put("other", csv.replace("50", "51"), "r.csv").statusCode()).isEqualTo(200);
    }

    @Test
    void theStudysTablesAreWrittenOnceWhoeverStarts() {
        var wrote = new AtomicInteger();
        List<Thread> starts = IntStream.range(0, 4)
                .mapToObj(
                        _ -> Thread.ofPlatform().start(() -> wrote.addAndGet(tables.putStudy(TenantId.LOCAL) ? 1 : 0)))
                .toList();
        starts.forEach(TablesIT::join);

        assertThat(wrote).hasValue(1);
        assertThat(written("study")).hasSize(1);
        JsonPath study = given().get("/v1/tables/study").jsonPath();
        assertThat(study.getString("origin")).isEqualTo("published");
        assertThat(study.getInt("models")).isEqualTo(14);
        assertThat(put("study", CSV, "r.csv").jsonPath().getString("code")).isEqualTo("NAME_TAKEN");
        assertThat(given().delete("/v1/tables/study").jsonPath().getString("detail"))
                .isEqualTo(
                        "the study's tables come with Carryover and stay: boards leave them out with origin=measured");
        assertThat(given().get("/v1/tables").jsonPath().getList("items.name")).contains("study");
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThat(request("a poster", "r.csv")
                        .body(new byte[] {(byte) 0xff, 1})
                        .put("/v1/tables/binary")
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("the body is no text in UTF-8");
        assertThat(put("..", CSV, "r.csv").statusCode()).isGreaterThanOrEqualTo(400);
    }

    private List<ImportedTable> written(String name) {
        return results.tables().stream()
                .filter(table -> table.name().equals(name) && table.tenant().equals(TenantId.LOCAL))
                .toList();
    }

    private static Response put(String name, String csv, String file) {
        return request("a poster", file).body(csv).put("/v1/tables/" + name);
    }

    private static RequestSpecification request(String source, String file) {
        return given().contentType("text/csv").queryParam("source", source).queryParam("file", file);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
