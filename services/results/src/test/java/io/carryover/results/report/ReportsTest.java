/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.io.StringReader;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportsTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
    private static final TaskRequest LINEAR = TaskRequest.parse("linear:digits");
    private static final TaskRequest FEW_SHOT = TaskRequest.parse("few-shot:digits:5w20s");

    private final List<ResultRecord> records = new ArrayList<>();
    private final List<EvaluationCell> cells = new ArrayList<>();
    private final List<EvaluationView.Failure> failures = new ArrayList<>();
    private Optional<Instant> ended = Optional.of(AT.plusSeconds(95));
    private String name = "first look";

    @Test
    void aCardHasAllThatAReaderOfTheNumbersNeeds() {
        scored(DemoResults.backbone("simclr"), 96.11);
        scored(DemoResults.backbone("byol"), 93.77);

        String text = markdown();

        assertThat(text)
                .startsWith("# Evaluation: first look\n")
                .contains(
                        "Evaluation e-1 on Carryover 0.1.0: completed, posted 2026-03-01T12:00:00Z, took 1 min 35 s. 2 of 2 numbers")
                .contains("| Backbone | Mean rank | digits<br>linear probe<br>top-1 % |")
                .contains("| simclr | 1.00 | **96.11** \\[94.71, 97.51\\]<sup>a</sup> |")
                .contains("- <sup>a</sup> Wilson score interval")
                .contains("**simclr**\n\n| What |  |\n| --- | --- |\n| origin | checkpoint |")
                .contains("| checkpoint, SHA-256 | <code>" + Sha256.of("file simclr") + "</code> |")
                .contains("| loaded tensors, SHA-256 | <code>" + Sha256.of("tensors simclr") + "</code> |")
                .contains("| images | test 898, train 720 |")
                .contains("| licence | CC BY 4.0 |")
                .contains("- linear probe, protocol study version 1: Softmax regression on frozen features")
                .contains("| simclr | digits, linear probe, top-1, study/1 | C 0.001 of 45 values | – | none |")
                .contains("| features | onnx | fp32 | cpu | 2 | 0.1.0 | ")
                .contains("```sh\ncarryover evaluate simclr byol \\\n  --task linear:digits\n```")
                .contains("\"kind\":\"linear\"")
                .contains("](<http://127.0.0.1:8080/v1/artifacts/")
                .contains("@inproceedings{ericsson2021well,")
                .contains("@misc{dataset-digits,")
                .doesNotContain("What failed")
                .doesNotContain("still runs");
    }

    @Test
    void anEvaluationThatStillRunsSaysSoAndShowsWhatIsThere() {
        scored(DemoResults.backbone("simclr"), 96.11);
        cells.add(cell("simclr", FEW_SHOT, "planned"));
        ended = Optional.empty();

        assertThat(markdown())
                .contains("> **This evaluation still runs. What follows is what was there at 2026-03-01T12:01:00Z")
                .contains("1 of 2 numbers are here.")
                .contains("- simclr × few-shot:digits:5w20s: planned")
                .contains("96.11");
    }

    @Test
    void aCardWithoutNumbersIsStillACard() {
        cells.add(cell("simclr", LINEAR, "waiting"));
        ended = Optional.empty();

        assertThat(markdown()).contains("There is no number yet.").contains("**simclr**");
        assertThat(html()).contains("<p>There is no number yet.</p>");
    }

    @Test
    void failuresStandWithCodeAndRemedy() {
        scored(DemoResults.backbone("simclr"), 96.11);
        cells.add(cell("nan", LINEAR, "failed"));
        failures.add(new EvaluationView.Failure(
                "nan",
                "linear:digits",
                ErrorCode.NOT_FINITE_WEIGHTS.name(),
                "conv1.weight holds 12 NaN values",
                ErrorCode.NOT_FINITE_WEIGHTS.remedy(),
                Optional.of(new JobKey("b2"))));

        assertThat(markdown())
                .contains("## What failed")
                .contains(
                        "| nan | linear:digits | <code>NOT\\_FINITE\\_WEIGHTS</code> | conv1.weight holds 12 NaN values |")
                .doesNotContain("What has no number yet");
    }

    @Test
    void aResultThatIsGoneIsCounted() {
        cells.add(cell("simclr", LINEAR, "scored"));

        assertThat(markdown()).contains("> **1 results are not here: they were withdrawn");
    }

    @Test
    void searchesAndSourcesThatAreNotTheStudysAreCaveats() {
        BackboneFacts backbone = DemoResults.backbone("simclr");
        ResultRecord record = Records.grid(
                Records.linear(backbone, DemoResults.FASHION, ProtocolId.STUDY, 80, 1, 900), "small-4-steps-300");
        records.add(record);
        cells.add(new EvaluationCell(
                "simclr",
                0,
                TaskRequest.parse("linear:fashion-mnist"),
                "linear:fashion-mnist",
                "scored",
                Optional.of(record.job())));

        assertThat(markdown())
                .contains("Fine-tuning ran for 300 steps, not the study's 5,000")
                .contains("small grid of 4 points")
                .contains("fashion-mnist is the source that backbones were trained on");
    }

    @Test
    void warningsAndCalibrationStandBesideTheNumber() {
        ResultRecord record =
                Records.linear(DemoResults.backbone("simclr"), DemoResults.DIGITS, ProtocolId.STUDY, 90, 1, 900);
        var linear = (StepOutput.LinearScored) record.output().orElseThrow();
        records.add(Records.revised(
                record,
                1,
                Optional.of(new StepOutput.LinearScored(
                        linear.score(),
                        1e6,
                        linear.sweep(),
                        List.of("C is at the grid's edge"),
                        Optional.of(new StepOutput.Calibration(
                                4.2,
                                0.31,
                                0.15,
                                List.of(),
                                Optional.of(
                                        new StepOutput.ScaledCalibration(List.of(1.1), 1.3, 0.29, 0.14, true))))))));
        cells.add(new EvaluationCell("simclr", 0, LINEAR, "linear:digits", "scored", Optional.of(record.job())));

        assertThat(markdown())
                .contains(
                        "C 1e+06 of 45 values | ECE 4.20 %, 0.3100 nats, Brier 0.1500; after temperature scaling (tuned on test, as the"
                                + " study did) ECE 1.30 %, 0.2900 nats | C is at the grid's edge |");
    }

    @Test
    void whatTheTextFormOfATaskHasNoPlaceForIsAskedForOverHttp() {
        scored(DemoResults.backbone("simclr"), 96.11);
        TaskRequest many = new TaskRequest.FewShot("digits", "study", 5, 20, 15, 2000, 7);
        cells.add(cell("simclr", many, "planned"));

        assertThat(markdown())
                .doesNotContain("carryover evaluate simclr")
                .contains("\"episodes\":2000")
                .contains("\"seed\":7");
    }

    @Test
    void namesStayNamesInBothFormats() throws Exception {
        String hostile = "<script>alert(1)</script> | *b* [x](javascript:1) `c`\n# d $(touch x) 'q' \"z\" & {e}";
        name = hostile;
        scored(Records.checkpoint(hostile, "w"), 90);
        scored(Records.checkpoint("plain", "p"), 80);

        String markdown = markdown();
        String prose = markdown.replaceAll("(?s)```+.*?\n```+\n", "");
        assertThat(prose.lines().filter(line -> line.startsWith("# "))).hasSize(1);
        assertThat(prose)
                .doesNotContain("<script>")
                .doesNotContain("[x](")
                .contains("\\<script\\>alert(1)\\</script\\> \\| \\*b\\*");
        assertThat(markdown).contains("'\\''q'\\''");

        String html = html();
        assertThat(html).doesNotContain("<script").contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        // Every tag is closed and every attribute quoted: nothing of a name became markup.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        var document = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(html.replace("<!doctype html>", "")
                        .replaceAll("<meta ([^>]*)>", "<meta $1/>")
                        .replace("<br>", "<br/>"))));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("h1").item(0).getTextContent()).isEqualTo("Evaluation: " + hostile);
    }

    @Test
    void htmlStandsByItselfAndDrawsItsIntervals() {
        scored(DemoResults.backbone("simclr"), 96.11);
        scored(DemoResults.backbone("byol"), 93.77);

        String html = html();

        assertThat(html)
                .contains("default-src 'none'; style-src 'unsafe-inline'")
                .contains("@media (prefers-color-scheme: dark)")
                .contains("@media print")
                .contains("<th scope=\"row\">simclr</th>")
                .contains("<strong>96.11</strong>")
                .contains("<svg class=\"test\" viewBox=\"0 0 132 12\"")
                .doesNotContain("<link")
                .doesNotContain("src=");
    }

    private void scored(BackboneFacts backbone, double value) {
        ResultRecord record = Records.linear(backbone, DemoResults.DIGITS, ProtocolId.STUDY, value, 1.4, 898);
        records.add(record);
        cells.add(new EvaluationCell(backbone.name(), 0, LINEAR, "linear:digits", "scored", Optional.of(record.job())));
    }

    private static EvaluationCell cell(String backbone, TaskRequest task, String state) {
        String title = task instanceof TaskRequest.Linear ? "linear:digits" : "few-shot:digits:5w20s";
        return new EvaluationCell(backbone, 0, task, title, state, Optional.of(new JobKey("c3")));
    }

    private String markdown() {
        return CardMarkdown.of(card());
    }

    private String html() {
        return CardHtml.of(card());
    }

    private Card card() {
        List<Measured> measured = records.stream().map(Measured::of).toList();
        return Reports.of(
                new ReportRequest(
                        new EvaluationView(
                                new EvaluationId("e-1"),
                                name,
                                ended.isPresent() ? "completed" : "running",
                                AT,
                                ended,
                                List.of(),
                                failures,
                                Optional.empty(),
                                Optional.empty()),
                        cells,
                        List.of(backbone()),
                        List.of(digits())),
                measured,
                Boards.of(measured, Optional.empty(), Boards.RankIntervals.NONE),
                URI.create("http://127.0.0.1:8080/"),
                AT.plusSeconds(60));
    }

    private static BackboneView backbone() {
        return new BackboneView(
                "simclr",
                "checkpoint",
                "ready",
                Optional.of(Sha256.of("backbone simclr")),
                Optional.of(new CheckpointReport(
                        Sha256.of("file simclr"),
                        Sha256.of("tensors simclr"),
                        "zip",
                        "simclr",
                        new Architecture("resnet50", 8),
                        374_152,
                        318,
                        List.of("fc.weight"),
                        List.of(),
                        List.of(),
                        1_632_083)),
                "resnet50w8, 64 px, normalisation none, global average pool",
                Optional.empty(),
                AT,
                Optional.empty(),
                Optional.empty());
    }

    private static DatasetView digits() {
        Attribution attribution = DemoResults.DIGITS.attribution();
        return new DatasetView(
                "digits",
                "ready",
                Optional.of(Sha256.of("dataset digits")),
                List.of("0", "1"),
                new TreeMap<>(Map.of("train", 720, "test", 898)),
                "target",
                "",
                attribution,
                Optional.empty(),
                AT);
    }
}
