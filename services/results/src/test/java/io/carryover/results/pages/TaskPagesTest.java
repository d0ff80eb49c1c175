/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.compare.ClassAccuracies.ByClass;
import io.carryover.results.compare.ClassAccuracies.OneClass;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a task's page says of measured and published numbers. */
class TaskPagesTest {
    private static final Board DEMO = board(DemoResults.all());

    @Test
    void equalWeightsCountOnceAndControlsInNoFit() {
        TaskPage page = page(DEMO, DEMO.columns().get(1), Map.of());

        Chart scatter = page.scatter().orElseThrow();
        assertThat(scatter.figures()).contains("n 5", "too few to rank");
        assertThat(column(scatter.table(), 0))
                .containsExactlyInAnyOrder(
                        "simclr", "simclr-again", "supervised", "mocov2", "swav", "byol", "pixels", "random");
        assertThat(column(scatter.table(), 1))
                .contains("the same weights as another, counted once", "control, not in the fit");
        assertThat(drawing(scatter).path("points")).hasSize(7);
        assertThat(drawing(scatter).path("band")).isNotEmpty();
    }

    @Test
    void fewerThanFourModelsHaveAReasonAndNoLine() {
        Board three = board(DemoResults.all().stream()
                .filter(r -> List.of("supervised", "byol", "swav")
                        .contains(r.backbone().name()))
                .toList());

        Chart scatter = page(three, three.columns().get(1), Map.of()).scatter().orElseThrow();

        assertThat(scatter.figures()).isEqualTo("No correlation: 3 models, and fewer than 4 have no correlation");
        assertThat(drawing(scatter).path("line")).isEmpty();
        assertThat(scatter.table().rows()).hasSize(3);
    }

    @Test
    void publishedNumbersStandBesideAndChangeNothing() {
        DatasetFacts imagenet = named("imagenet");
        DatasetFacts cifar = named("cifar10");
        List<ResultRecord> records = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var backbone = Records.checkpoint("b" + i, "b" + i);
            records.add(Records.linear(backbone, imagenet, ProtocolId.STUDY, 60 + i * i, 0.4, 50_000));
            records.add(Records.linear(backbone, cifar, ProtocolId.STUDY, 80 + i, 0.7, 10_000));
        }
        Board board = board(records);
        Board.Column column = board.columns().stream()
                .filter(c -> c.dataset().name().equals("cifar10"))
                .findFirst()
                .orElseThrow();

        TaskPage page = page(board, column, Map.of());

        assertThat(page.published()).isEqualTo(14);
        assertThat(column(page.distribution().table(), 0)).hasSize(19).contains("deepcluster-v2 (published)", "b4");
        assertThat(column(page.distribution().table(), 1)).contains("published", "measured");
        Chart scatter = page.scatter().orElseThrow();
        assertThat(scatter.title()).contains("imagenet");
        assertThat(scatter.figures()).contains("n 5");
        assertThat(drawing(scatter).path("points")).hasSize(19);
    }

    @Test
    void aTaskAloneSaysThatThereIsNoOther() {
        Board alone = board(List.of(
                Records.linear(Records.checkpoint("b", "b"), named("cifar100"), ProtocolId.STUDY, 70, 1, 10_000)));

        TaskPage page = page(alone, alone.columns().getFirst(), Map.of());

        assertThat(page.scatter()).isEmpty();
        assertThat(page.noScatter()).isEqualTo("There is no other task yet that it could be held against.");
        assertThat(page.noClasses()).startsWith("No backbone's images could be read");
    }

    @Test
    void classesOfTheSameImagesStandTogetherTheHardestFirst() {
        Map<String, ByClass> classes = new LinkedHashMap<>();
        classes.put("simclr", byClass("images", 90, 40));
        classes.put("byol", byClass("images", 80, 60));
        classes.put("swav", byClass("other images", 10, 10));

        Chart chart = page(DEMO, DEMO.columns().get(1), classes).classes().orElseThrow();

        assertThat(column(chart.table(), 0)).containsExactly("class 1", "class 0");
        assertThat(chart.table().csv()).startsWith("class,images,simclr,byol\r\nclass 1,50,40.0,60.0\r\n");
        JsonNode hardest = drawing(chart).path("series").path(0).path("dots").path(0);
        assertThat(hardest.path("lo").asDouble()).isEqualTo(40);
        assertThat(hardest.path("hi").asDouble()).isEqualTo(60);
        assertThat(chart.sentence()).contains("6 more are not read here, or keep other images");
    }

    private static ByClass byClass(String identity, double first, double second) {
        return new ByClass(
                identity, List.of(new OneClass(0, "class 0", 50, first), new OneClass(1, "class 1", 50, second)));
    }

    private static DatasetFacts named(String name) {
        return new DatasetFacts(name, "target", "", DemoResults.DIGITS.attribution());
    }

    private static Board board(List<ResultRecord> records) {
        return Boards.of(records.stream().map(Measured::of).toList(), Optional.empty(), Boards.RankIntervals.NONE);
    }

    private static TaskPage page(Board board, Board.Column column, Map<String, ByClass> classes) {
        return new TaskPages(board, column).of(Optional.empty(), classes);
    }

    private static List<String> column(DataTable table, int at) {
        return table.rows().stream().map(row -> row.get(at).text()).toList();
    }

    private static JsonNode drawing(Chart chart) {
        return Json.read(chart.json().getValue(), JsonNode.class);
    }
}
