/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.StepOutput.Calibration;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Outputs;
import io.carryover.results.board.Words;
import io.carryover.results.pages.Curve;
import io.carryover.results.report.Card.Cell;
import io.carryover.results.report.Card.Code;
import io.carryover.results.report.Card.Link;
import io.carryover.results.report.Card.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Number by number: what was chosen on the way, whether confidences can be trusted, where the bytes are. */
final class Choices {
    private Choices() {}

    static Card.Grid chosen(List<Measured> results) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Measured measured : results) {
            StepOutput output = measured.record().output().orElseThrow();
            Optional<Calibration> calibration = Outputs.calibration(output);
            rows.add(List.of(
                    new Plain(label(measured.record())),
                    new Plain(column(measured.record())),
                    new Plain(chosen(output)),
                    new Plain(calibration.map(Choices::words).orElse("–")),
                    new Plain(
                            Outputs.warnings(output).isEmpty()
                                    ? "none"
                                    : String.join("; ", Outputs.warnings(output)))));
        }
        return new Card.Grid(
                "", List.of("Backbone", "Task", "Chosen on validation", "Calibration on test", "Warnings"), rows);
    }

    /** @param href address of an artifact by its digest */
    static Card.Grid artifacts(List<Measured> results, java.util.function.Function<String, String> href) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Measured measured : results) {
            measured.record()
                    .artifacts()
                    .forEach((name, artifact) -> rows.add(List.of(
                            new Plain(label(measured.record())),
                            new Plain(column(measured.record())),
                            new Plain(name),
                            new Link(
                                    artifact.sha256().hex(),
                                    href.apply(artifact.sha256().hex())),
                            new Code(measured.id().hex()))));
        }
        return new Card.Grid(
                "From these every number can be computed again.",
                List.of("Backbone", "Task", "Artifact", "SHA-256", "Result"),
                rows);
    }

    static String label(ResultRecord record) {
        return record.backbone().name()
                + (record.key().seed() == 0
                        ? ""
                        : " (seed %d)".formatted(record.key().seed()));
    }

    static String column(ResultRecord record) {
        var key = record.key();
        return "%s, %s%s, %s, %s"
                .formatted(
                        record.dataset().name(),
                        Words.task(key.task()),
                        Words.grid(key.grid()),
                        Words.metric(key.metric()),
                        key.protocol().id());
    }

    private static String chosen(StepOutput output) {
        return switch (output) {
            case StepOutput.LinearScored linear ->
                "C %s of %d values"
                        .formatted(Curve.number(linear.bestC()), linear.sweep().size());
            case StepOutput.FineTuned tuned ->
                "learning rate %s, weight decay %s, %s, of %d points%s"
                        .formatted(
                                Curve.number(tuned.best().learningRate()),
                                Curve.number(tuned.best().weightDecay()),
                                tuned.best().augmented() ? "augmented" : "not augmented",
                                tuned.grid().size(),
                                diverged(tuned));
            case StepOutput.KnnScored knn -> "nothing; temperature " + knn.temperature();
            case StepOutput.LabelEfficiencyScored _ -> "C of each subset, inside it";
            case StepOutput.FewShotScored _ -> "nothing";
            case StepOutput.FineTunePointScored _,
                    StepOutput.Slept _,
                    StepOutput.CheckpointImported _,
                    StepOutput.OnnxImported _,
                    StepOutput.DatasetImported _,
                    StepOutput.FeaturesReady _,
                    StepOutput.Analysed _ -> "–";
        };
    }

    private static String diverged(StepOutput.FineTuned tuned) {
        long diverged =
                tuned.grid().stream().filter(StepOutput.GridPoint::diverged).count();
        return diverged == 0 ? "" : ", %d of which diverged".formatted(diverged);
    }

    private static String words(Calibration calibration) {
        String plain = String.format(
                Locale.ROOT,
                "ECE %.2f %%, %.4f nats, Brier %.4f",
                calibration.ece(),
                calibration.nll(),
                calibration.brier());
        return plain
                + calibration
                        .scaled()
                        .map(scaled -> String.format(
                                Locale.ROOT,
                                "; after temperature scaling%s ECE %.2f %%, %.4f nats",
                                scaled.tunedOnTest() ? " (tuned on test, as the study did)" : "",
                                scaled.ece(),
                                scaled.nll()))
                        .orElse("");
    }
}
