/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.job.FineTuneGrid;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproductionCardTest {
    @TempDir
    Path folder = Path.of("");

    /** 14 models; eleven data sets, and few-shot 10 + 10 + 7 + 4 × 3 of them. */
    @Test
    void theStudysTablesAreThereWithoutTheirMeans() {
        PublishedTable linear = PublishedTable.of("linear");
        PublishedTable fewShot = PublishedTable.of("few-shot");

        assertThat(linear.cells()).hasSize(14 * 11);
        assertThat(fewShot.cells()).hasSize(14 * (10 + 10 + 7 + 12));
        assertThat(linear.select(List.of("insdis/aircraft")).cells())
                .singleElement()
                .satisfies(cell -> {
                    assertThat(cell.value()).isEqualTo(36.87);
                    assertThat(cell.task()).isEqualTo(new TaskRequest.Linear("aircraft", "study", "mean-per-class"));
                });
        assertThat(fewShot.select(List.of("insdis/eurosat")).cells())
                .extracting(PublishedCell::shots)
                .containsExactly(5, 20, 50);
        assertThat(fewShot.select(List.of("byol/*", "*/pets")).cells()).hasSize(39 + 13 * 3);
    }

    @Test
    void fineTunedCellsSearchAllFortyPoints() {
        List<PublishedCell> cells = PublishedTable.of("finetune").cells();
        assertThat(cells).hasSize(154);
        assertThat(cells.getFirst().task())
                .isEqualTo(new TaskRequest.FineTune("aircraft", "study", "mean-per-class", FineTuneGrid.BOTH, 5000, 0));
    }

    @Test
    void whatIsInNoTableIsRefusedByName() {
        assertThatThrownBy(() -> PublishedTable.of("detection"))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("no table 'detection': linear, finetune, few-shot, or a CSV file");
        assertThatThrownBy(() -> PublishedTable.of("linear").select(List.of("dino/pets")))
                .hasMessage("--cells dino/pets is none of table linear; cells are called like insdis/aircraft");
    }

    @Test
    void aTableOfOnesOwnSaysWhichLineIsWrong() throws IOException {
        Path bad = Files.writeString(folder.resolve("mine.csv"), "model,dataset,metric,value,ci95\na,b,top1,x,\n");
        Path lacking = Files.writeString(folder.resolve("other.csv"), "model,value\n");

        assertThatThrownBy(() -> PublishedTable.of(bad.toString()))
                .hasMessageContaining("mine.csv, line 2: not a model, a dataset and numbers");
        assertThatThrownBy(() -> PublishedTable.of(lacking.toString()))
                .hasMessageContaining("lacks the columns model,dataset,metric,value");
    }

    @ParameterizedTest
    @CsvSource({
        "90.30, reproduced",
        "89.70, reproduced",
        "90.31, not reproduced",
        "89.69, not reproduced",
    })
    void linearIsWithinThreeTenths(double ours, String verdict) throws IOException {
        PublishedCell cell = mine("model,dataset,metric,value,ci95\nbyol,digits,top1,90.00,\n")
                .cells()
                .getFirst();

        assertThat(cell.verdict(measured(ours, 2)).words()).isEqualTo(verdict);
    }

    /** Published 70.0 ± 0.5; each must lie within the interval of the other. */
    @ParameterizedTest
    @CsvSource({
        "70.4, 0.6, reproduced",
        "70.4, 0.3, not reproduced",
        "70.6, 2.0, not reproduced",
        "70.5, 0.5, reproduced",
    })
    void fewShotIsWithinBothIntervals(double ours, double half, String verdict) throws IOException {
        PublishedCell cell = mine("model,dataset,n_way,k_shot,metric,value,ci95\nbyol,digits,5,20,accuracy,70.0,0.5\n")
                .cells()
                .getFirst();

        assertThat(cell.task()).isEqualTo(new TaskRequest.FewShot("digits", "study", 5, 20, 15, 600, 0));
        assertThat(cell.verdict(measured(ours, half)).words()).isEqualTo(verdict);
    }

    @Test
    void theCardSaysWhatWasMeasuredWithWhatAndWhatWasNot() throws IOException {
        PublishedTable table =
                mine("model,dataset,metric,value,ci95\nbyol,digits,top1,90.00,\nswav,digits,top1,80.00,\n");
        var card = new ReproductionCard(
                table,
                List.of(
                        ReproductionCard.Entry.measured(table.cells().get(0), measured(90.25, 1.5)),
                        ReproductionCard.Entry.notRun(table.cells().get(1), "no checkpoint called swav")),
                "1.2.3",
                Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(card.markdown())
                .contains(
                        "1 of 2 cells reproduced, 0 not reproduced, 1 not run.",
                        "| byol | digits | linear | 90.00 | 90.25 ±1.50 | +0.25 | ±0.3 | reproduced |",
                        "| swav | digits | linear | 80.00 | – | – | ±0.3 | not run: no checkpoint called swav |",
                        "| byol | digits | linear | `r1` | `c1` | `d1` | Carryover 0.1, features onnx, 2 threads |");
        JsonNode json = Json.read(Json.text(card.json()), JsonNode.class);
        assertThat(json.path("reproduced").asInt()).isEqualTo(1);
        assertThat(json.at("/cells/0/gap").asDouble()).isEqualTo(0.25);
        assertThat(json.at("/cells/0/record/provenance/threads").asInt()).isEqualTo(2);
        assertThat(json.at("/cells/1/verdict").asText()).isEqualTo("not run");
        assertThat(json.at("/cells/1").has("ours")).isFalse();
    }

    private PublishedTable mine(String csv) throws IOException {
        return PublishedTable.of(
                Files.writeString(folder.resolve("mine.csv"), csv).toString());
    }

    private static Ours measured(double value, double half) {
        JsonNode record = Json.read("""
                {"key": {"dataset": "d1"}, "backbone": {"checkpoint": "c1"},
                 "provenance": {"codeVersion": "0.1", "threads": 2, "variant": {"engine": "none"}},
                 "featureProvenance": {"variant": {"engine": "onnx"}}}""", JsonNode.class);
        return new Ours(value, value - half, value + half, "r1", record);
    }
}
