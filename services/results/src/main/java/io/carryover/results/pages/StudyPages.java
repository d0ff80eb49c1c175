/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.protocols.correlation.Association;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Point;
import io.carryover.results.study.LinearClaim;
import io.carryover.results.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Turns the study into its page. */
final class StudyPages {
    private static final String IMAGENET = "ImageNet top-1, % (logit scale)";

    /** What figure 1 shows of each setting: the mean of logits where there are several datasets, else one metric. */
    private static final Map<TransferSetting, String> SHOWN = Map.of(
            TransferSetting.LINEAR,
            "linear:" + Panel.MEAN,
            TransferSetting.FINETUNE,
            "finetune:" + Panel.MEAN,
            TransferSetting.FEW_SHOT,
            "few-shot:" + Panel.MEAN,
            TransferSetting.FEW_SHOT_CDFSL,
            "few-shot-cdfsl:" + Panel.MEAN,
            TransferSetting.DETECTION_FROZEN,
            "detection-frozen:voc07test:AP50",
            TransferSetting.DETECTION_FINETUNE,
            "detection-finetune:voc07test:AP50",
            TransferSetting.NORMALS,
            "normals:nyuv2:pct_within_11.25",
            TransferSetting.SEGMENTATION,
            "segmentation:ade20k:mean_iou_fraction");

    private StudyPages() {}

    /** Address of a table of the page as CSV. */
    static String csv(String id) {
        return "/study?data=" + id;
    }

    static StudyPage of(Study study) {
        List<Chart> panels = new ArrayList<>();
        for (TransferSetting setting : TransferSetting.values()) {
            String name = SHOWN.getOrDefault(setting, "");
            study.correlations().stream()
                    .filter(p -> p.panel().isCalled(name))
                    .findFirst()
                    .ifPresent(p -> panels.add(scatter(setting, p)));
        }
        return new StudyPage(
                study.linear().stream().filter(c -> c.difference() > 0).count(),
                study.linear().size(),
                linear(study.linear()),
                List.copyOf(panels),
                StudyCoefficients.settings(study.correlations()),
                StudyCoefficients.datasets(study.correlations()),
                StudyRanks.ranks(study.ranking()),
                StudyRanks.meanRanks(study.ranking()),
                Stream.concat(
                                study.detection().stream().map(StudyPages::detection),
                                Stream.of(StudyRanks.first(study.ranking())))
                        .toList(),
                study.recomputed().stream().filter(Study.Recomputed::agrees).count(),
                printed(study.recomputed()),
                TransferSetting.SEGMENTATION_CAVEAT);
    }

    private static DataTable linear(List<LinearClaim> claims) {
        List<List<Cell>> rows = claims.stream()
                .map(c -> List.of(
                        Cell.text(c.dataset()),
                        Cell.text(StudyWords.metric(c.metric())),
                        Cell.text(c.best()),
                        Cell.number(c.value(), 2),
                        Cell.number(c.supervised(), 2),
                        Cell.number(c.difference(), (c.difference() > 0 ? "+" : "") + Correlated.two(c.difference())),
                        c.ci95().map(ci -> Cell.interval(ci.lo(), ci.hi(), 2)).orElse(Cell.none("none", 2)),
                        Cell.text(verdict(c)),
                        new Cell(
                                "%d of %d".formatted(c.above(), c.selfSupervised()),
                                List.of(c.above(), c.selfSupervised()),
                                "")))
                .toList();
        return new DataTable(
                "The best self-supervised model and the supervised one, linear, by dataset",
                "",
                List.of(
                        Head.text("Dataset", "dataset"),
                        Head.text("Metric", "metric"),
                        Head.text("Best of 13", "best"),
                        Head.number("Its score %", "best_value"),
                        Head.number("Supervised %", "supervised_value"),
                        Head.number("Difference", "difference"),
                        Head.interval("95 % interval", "difference_ci95"),
                        Head.text("Verdict", "verdict"),
                        new Head("Above supervised", true, List.of("above", "self_supervised"))),
                rows);
    }

    private static String verdict(LinearClaim claim) {
        return switch (claim.verdict()) {
            case ABOVE -> "above";
            case BELOW -> "below";
            case NOT_SEPARABLE -> claim.ci95().isEmpty() ? "not separable: no interval" : "not separable";
        };
    }

    private static Chart scatter(TransferSetting setting, PanelCorrelation p) {
        String id = "imagenet-" + setting.id();
        String title = StudyWords.setting(setting);
        boolean mean = p.panel().dataset().equals(Panel.MEAN);
        String y = mean
                ? "mean of logits over %d datasets, as %%"
                        .formatted(p.panel().over().size())
                : "%s, %% (logit scale)".formatted(StudyWords.metric(p.panel().metric()));
        List<Point> points = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (int i = 0; i < p.models().size(); i++) {
            String model = p.models().get(i);
            double x = p.x().get(i);
            double at = p.y().get(i);
            points.add(new Point(
                    model,
                    x,
                    at,
                    model.equals(LinearClaim.SUPERVISED) ? Mark.supervised : Mark.plain,
                    "ImageNet %s %%\n%s %s %%"
                            .formatted(
                                    Correlated.percent(x),
                                    mean
                                            ? "mean of logits"
                                            : StudyWords.metric(p.panel().metric()),
                                    Correlated.percent(at))));
            rows.add(List.of(
                    Cell.text(model),
                    Cell.number(x, 3),
                    Cell.number(at, 3),
                    Cell.number(Axis.percent(x), 2),
                    Cell.number(Axis.percent(at), 2)));
        }
        var table = new DataTable(
                title + " against ImageNet",
                p.panel().caveat(),
                List.of(
                        Head.text("Model", "model"),
                        Head.number("ImageNet, logit", "imagenet_logit"),
                        Head.number(title + ", logit", "task_logit"),
                        Head.number("ImageNet %", "imagenet_percent"),
                        Head.number("as %", "task_percent")),
                rows);
        String figures = Correlated.figures(p);
        return new Chart(
                id,
                title,
                figures,
                p.panel().caveat(),
                Correlated.sensitivity(p),
                "%s against ImageNet top-1 of %d models, with the line of least squares and its 95 %% band. %s."
                        .formatted(title, p.models().size(), figures),
                new Drawing.Scatter(
                        Axis.logOdds(IMAGENET, p.x()),
                        Axis.logOdds(y, Correlated.heights(p)),
                        points,
                        Correlated.line(p),
                        Correlated.band(p)),
                table,
                csv(id));
    }

    private static String detection(PanelCorrelation p) {
        return p.correlations().spearman() instanceof Association.Measured m
                ? "%s, AP50: Spearman rho with mean linear accuracy %s, 95 %% interval %s to %s, p %s"
                        .formatted(
                                p.panel().task().equals("detection-frozen")
                                        ? "Detection, frozen backbone"
                                        : "Detection, fine-tuned",
                                Correlated.two(m.r()),
                                Correlated.two(m.interval().lo()),
                                Correlated.two(m.interval().hi()),
                                ComparePages.p(m.p()))
                : "";
    }

    private static DataTable printed(List<Study.Recomputed> all) {
        return new DataTable(
                "Correlations that the paper prints, and what its printed tables give",
                "",
                List.of(
                        Head.text("What", "what"),
                        Head.text("With", "with"),
                        Head.number("Printed", "printed"),
                        Head.number("Recomputed", "recomputed"),
                        Head.interval("95 % interval", "ci95"),
                        Head.number("p", "p"),
                        Head.number("Difference", "difference"),
                        Head.text("Verdict", "verdict")),
                all.stream()
                        .map(r -> List.of(
                                Cell.text(StudyWords.metric(r.what())),
                                Cell.text(
                                        r.with().startsWith("imagenet")
                                                ? "ImageNet (table 9)"
                                                : "mean linear transfer (section 4.9)"),
                                Cell.number(r.printed(), 2),
                                Cell.number(r.ours().r(), 3),
                                Cell.interval(
                                        r.ours().interval().lo(),
                                        r.ours().interval().hi(),
                                        2),
                                Cell.number(
                                        r.ours().p(), ComparePages.p(r.ours().p())),
                                Cell.number(r.ours().r() - r.printed(), 3),
                                Cell.text(r.agrees() ? "agrees" : "differs by rounding, see below")))
                        .toList());
    }
}
