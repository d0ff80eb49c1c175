/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import io.carryover.results.api.ResultDetail;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Outputs;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.pages.ResultPage.Fact;
import io.carryover.results.pages.ResultPage.Group;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns a result into its page. */
final class ResultPages {
    private final String gateway;

    /** @param gateway where browsers find the gateway, empty for the same origin */
    ResultPages(String gateway) {
        this.gateway = gateway;
    }

    /** @param siblings all seeds of the same number, this one too */
    ResultPage of(Measured measured, List<Measured> siblings) {
        ResultRecord record = measured.record();
        Score score = measured.score();
        String unit = score.unit();
        double reach = Math.max(score.value() - score.ci95().lo(), score.ci95().hi() - score.value());
        Scale scale = new Scale(score.value() - 1.25 * reach - 0.01, score.value() + 1.25 * reach + 0.01, unit);
        return new ResultPage(
                record.backbone().name(),
                "/backbones/" + Links.segment(record.backbone().name()),
                record.dataset().name(),
                Words.task(record.key().task()),
                Printed.text(score.value(), unit),
                unit.equals("percent") ? "%" : unit,
                Printed.text(score.ci95().lo(), unit),
                Printed.text(score.ci95().hi(), unit),
                score.ci95().method(),
                Words.interval(score.ci95().method()),
                record.dataset().role().equals("source"),
                record.dataset().note(),
                Mark.of(scale, score.ci95(), score.value(), List.of(), Optional.empty()),
                scale.loText(),
                scale.hiText(),
                siblings.size() < 2
                        ? List.of()
                        : siblings.stream().map(m -> sibling(m, measured)).toList(),
                groups(measured),
                curve(record),
                record.output().flatMap(Outputs::calibration).map(Calibrated::of),
                labels(record),
                bestC(record),
                record.output().map(Outputs::warnings).orElse(List.of()),
                artifacts(record),
                credits(record),
                "/v1/results/" + measured.id());
    }

    private static List<BoardPage.Credit> credits(ResultRecord record) {
        List<BoardPage.Credit> credits = new ArrayList<>();
        credits.add(
                new BoardPage.Credit(record.dataset().name(), record.dataset().attribution()));
        record.backbone()
                .attribution()
                .ifPresent(own ->
                        credits.add(new BoardPage.Credit(record.backbone().name(), own)));
        return credits;
    }

    private static ResultPage.Sibling sibling(Measured other, Measured current) {
        return new ResultPage.Sibling(
                "seed " + other.record().key().seed(),
                Printed.text(other.score().value(), other.score().unit()),
                "/results/" + other.id(),
                other.id().equals(current.id()));
    }

    private List<Group> groups(Measured measured) {
        ResultRecord record = measured.record();
        var key = record.key();
        Score score = measured.score();
        List<Fact> how = new ArrayList<>();
        how.add(Fact.plain("task", Words.task(key.task())));
        how.add(Fact.plain(
                "protocol",
                "%s, version %d".formatted(key.protocol().name(), key.protocol().version())));
        how.add(Fact.plain(
                "metric", Words.metric(score.metric()) + (score.higherIsBetter() ? "" : ", lower is better")));
        how.add(Fact.plain(
                "scored on",
                String.format(
                        Locale.ROOT,
                        "%,d %s",
                        score.n(),
                        score.ci95().method().equals("episodes") ? "episodes" : "images")));
        if (!Words.grid(key.grid()).isEmpty()) {
            how.add(Fact.plain("grid", key.grid()));
        }
        how.add(Fact.plain(
                "seeds",
                score.seeds().isEmpty()
                        ? String.valueOf(key.seed())
                        : score.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
        how.add(Fact.plain("recipe", record.backbone().recipe()));
        if (record.output().orElse(null) instanceof StepOutput.LinearScored linear) {
            how.add(Fact.plain(
                    "C chosen",
                    "%s, of %d values".formatted(bestC(record), linear.sweep().size())));
        }
        if (record.output().orElse(null) instanceof StepOutput.FineTuned tuned) {
            how.addAll(chosen(tuned));
        }
        List<Fact> identity = new ArrayList<>();
        identity.add(Fact.code("result", measured.id().hex()));
        identity.add(Fact.code("backbone", key.backbone().hex()));
        record.backbone().checkpoint().ifPresent(d -> identity.add(Fact.code("checkpoint file", d.hex())));
        record.backbone().tensors().ifPresent(d -> identity.add(Fact.code("loaded tensors", d.hex())));
        identity.add(Fact.code("dataset", key.dataset().hex()));
        identity.add(Fact.link("job", record.job().value(), gateway + "/v1/jobs/" + record.job()));
        identity.add(Fact.plain("revision", String.valueOf(record.revision())));
        identity.add(Fact.plain("recorded", record.at().toString()));
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("How it was measured", how));
        if (record.output().orElse(null) instanceof StepOutput.KnnScored knn) {
            groups.add(new Group("By number of neighbours", neighbours(knn)));
        }
        record.featureProvenance().ifPresent(p -> groups.add(new Group("Features", provenance(p))));
        groups.add(new Group("Score", provenance(record.provenance())));
        groups.add(new Group("Digests", identity));
        return groups;
    }

    private static List<Fact> chosen(StepOutput.FineTuned tuned) {
        StepOutput.GridPoint best = tuned.best();
        long diverged =
                tuned.grid().stream().filter(StepOutput.GridPoint::diverged).count();
        return List.of(
                Fact.plain("learning rate chosen", plain(best.learningRate())),
                Fact.plain("weight decay chosen", plain(best.weightDecay())),
                Fact.plain("augmentation chosen", best.augmented() ? "random crop and flip" : "none"),
                Fact.plain(
                        "chosen by",
                        String.format(
                                        Locale.ROOT,
                                        "%.2f on validation, best of %d points",
                                        best.value(),
                                        tuned.grid().size())
                                + (diverged == 0 ? "" : ", %d of which diverged".formatted(diverged))));
    }

    private static List<Fact> neighbours(StepOutput.KnnScored knn) {
        String unit = knn.score().unit();
        return knn.values().stream()
                .map(v -> Fact.plain(
                        "k " + v.k(),
                        "%s, %s to %s"
                                .formatted(
                                        Printed.text(v.value(), unit),
                                        Printed.text(v.ci95().lo(), unit),
                                        Printed.text(v.ci95().hi(), unit))))
                .toList();
    }

    private static List<Fact> provenance(Provenance p) {
        return List.of(
                Fact.plain("engine", p.variant().engine().id()),
                Fact.plain("precision", p.variant().precision().id()),
                Fact.plain("device", p.variant().device().id()),
                Fact.plain("threads", String.valueOf(p.threads())),
                Fact.plain("Carryover", p.codeVersion()),
                Fact.plain("worker", p.worker() + " on " + p.host()),
                Fact.plain("started", p.startedAt().toString()),
                Fact.plain("took", String.format(Locale.ROOT, "%.2f s", p.took().toMillis() / 1000.0)));
    }

    private static Optional<Curve> curve(ResultRecord record) {
        return record.output().orElse(null) instanceof StepOutput.LinearScored linear
                        && !linear.sweep().isEmpty()
                ? Optional.of(Curve.of(linear.sweep(), linear.bestC()))
                : Optional.empty();
    }

    private static Optional<LabelPlot> labels(ResultRecord record) {
        return record.output().orElse(null) instanceof StepOutput.LabelEfficiencyScored labels
                        && !labels.curve().isEmpty()
                ? Optional.of(LabelPlot.of(labels.curve()))
                : Optional.empty();
    }

    private static String bestC(ResultRecord record) {
        return record.output().orElse(null) instanceof StepOutput.LinearScored linear
                ? Curve.number(linear.bestC())
                : "";
    }

    private static List<ResultPage.Artifact> artifacts(ResultRecord record) {
        return record.artifacts().entrySet().stream()
                .map(e -> new ResultPage.Artifact(
                        e.getKey(),
                        size(e.getValue().sizeBytes()),
                        e.getValue().mediaType(),
                        e.getValue().sha256().hex(),
                        ResultDetail.href(e.getValue().sha256())))
                .toList();
    }

    private static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 10_000_000
                        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
