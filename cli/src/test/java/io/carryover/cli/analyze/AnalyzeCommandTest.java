/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.Main;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {
    private static final String THREE = """
            model,task,dataset,metric,value
            a,linear,digits,top1,50
            a,linear,fashion,top1,60
            b,linear,digits,top1,55
            b,linear,fashion,top1,61
            c,linear,digits,top1,58
            c,linear,fashion,top1,62
            """;

    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    AnalyzeCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void correlationsPrintTheFieldsThatScriptsRelyOn() {
        JsonNode json = json("analyze", "correlations", "--published", "--draws", "500");

        JsonNode panel = json.get("panels")
                .valueStream()
                .filter(p -> p.get("metric").asText().equals("attentive_diffusion_pct"))
                .findFirst()
                .orElseThrow();
        assertThat(panel.get("task").asText()).isEqualTo("attention");
        assertThat(panel.get("n").asInt()).isEqualTo(14);
        for (String statistic : List.of("pearson", "spearman", "kendall")) {
            JsonNode each = panel.get(statistic);
            assertThat(each.get("ci95")).hasSize(2);
            assertThat(each.get("r").asDouble()).isBetween(-1.0, 1.0);
            assertThat(each.get("p").asDouble()).isBetween(0.0, 1.0);
            assertThat(each.get("q").asDouble()).isBetween(0.0, 1.0);
        }
        assertThat(panel.get("pearson").get("r").asDouble()).isCloseTo(0.09, within(0.006));
        assertThat(json.findValuesAsText("dataset")).contains("MEAN_OF_LOGITS");
    }

    @Test
    void rankingPrintsTheFieldsThatScriptsRelyOn() {
        JsonNode json = json("analyze", "ranking", "--published");

        assertThat(json.get("settings")).hasSize(8);
        assertThat(json.get("models")).hasSize(14);
        JsonNode model = json.get("models").get(0);
        json.get("settings")
                .forEach(s -> assertThat(model.get("ranks").get(s.asText()).isNumber())
                        .isTrue());
        assertThat(model.get("mean_rank_ci95")).hasSize(2);
        assertThat(model.get("mean_rank").asDouble())
                .isBetween(
                        model.get("mean_rank_ci95").get(0).asDouble(),
                        model.get("mean_rank_ci95").get(1).asDouble());
        assertThat(model.get("mean_rank_without_segmentation").isNumber()).isTrue();
        assertThat(json.get("friedman").get("linear").get("p").asDouble()).isLessThan(1e-6);
        assertThat(json.get("pairs").get(0).get("p_holm").isNumber()).isTrue();
    }

    @Test
    void tablesCarryTheCaveatOfSegmentation() {
        assertThat(run("analyze", "ranking", "--published")).isZero();
        assertThat(run("analyze", "correlations", "--published", "--draws", "100"))
                .isZero();

        assertThat(out.toString().lines().filter(l -> l.startsWith("! published segmentation is suspect")))
                .hasSize(2);
        assertThat(out.toString()).contains("MODEL", "SEGMENTATION !", "NO SEGM.");
    }

    @Test
    void threeModelsHaveNoCorrelationAndItSaysWhy() throws IOException {
        Path file = Files.writeString(folder.resolve("r.csv"), THREE);

        JsonNode json = json("analyze", "correlations", "--results", file.toString(), "--reference", "linear:digits");

        JsonNode panel = json.get("panels").get(0);
        assertThat(panel.get("pearson").has("r")).isFalse();
        assertThat(panel.get("pearson").get("reason").asText()).startsWith("3 models");
        assertThat(panel.get("note").asText()).isEqualTo("too few to rank");
    }

    @Test
    void aFileThatCannotBeTakenIsRefusedInOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("r.csv"), THREE + "d,linear,digits,top1,120\n");

        assertThat(run("analyze", "ranking", "--results", file.toString(), "--json"))
                .isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith(
                        "carryover: INVALID_RESULTS r.csv, line 8, column 5 (value): 120 lies outside 0 to 100 (percent).");
    }

    @Test
    void aFileThatIsNotThereAndAReferenceThatIsNotThere() throws IOException {
        assertThat(run(
                        "analyze",
                        "ranking",
                        "--results",
                        folder.resolve("none.csv").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("carryover: NOT_FOUND");

        Path file = Files.writeString(folder.resolve("r.csv"), THREE);
        assertThat(run("analyze", "correlations", "--results", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--reference imagenet names nothing here: linear:digits:top1:unstated");
    }

    private JsonNode json(String... args) {
        String[] all = new String[args.length + 1];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--json";
        assertThat(run(all)).as("%s", err).isZero();
        return Json.read(out.toString(), JsonNode.class);
    }

    private int run(String... args) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
