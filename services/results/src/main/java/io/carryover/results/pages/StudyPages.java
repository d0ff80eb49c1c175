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
import io.carryover.results.pages.chart.Drawing.Dot;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Point;
import io.carryover.results.pages.chart.Drawing.Series;
import io.carryover.results.study.LinearClaim;
import io.carryover.results.study.Study;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                coefficients(
                        "correlations-settings",
                        "Correlation with ImageNet by setting",
                        study.correlations().stream()
                                .filter(p -> p.panel().dataset().equals(Panel.MEAN) || !manyDatasets(p.panel()))
                                .toList()),
                coefficients(
                        "correlations-datasets",
                        "Correlation with ImageNet by dataset",
                        study.correlations().stream()
                                .filter(p -> !p.panel().dataset().equals(Panel.MEAN) && manyDatasets(p.panel()))
                                .toList()),
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

    private static boolean manyDatasets(Panel panel) {
        return panel.family().equals("linear")
                || panel.family().equals("finetune")
                || panel.family().startsWith("few-shot");
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
                    Cell.number(100 / (1 + Math.exp(-x)), 2),
                    Cell.number(100 / (1 + Math.exp(-at)), 2)));
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

    /** Coefficients with intervals, the largest r on top. */
    private static Chart coefficients(String id, String title, List<PanelCorrelation> panels) {
        List<PanelCorrelation> sorted = panels.stream()
                .filter(p -> !p.panel().task().equals("calibration")
                        && !p.panel().task().equals("reconstruction")
                        && !p.panel().task().equals("attention"))
                .filter(p -> p.correlations().pearson() instanceof Association.Measured)
                .sorted(Comparator.comparingDouble(
                        p -> -((Association.Measured) p.correlations().pearson()).r()))
                .toList();
        List<String> names = new ArrayList<>();
        List<Dot> pearson = new ArrayList<>();
        List<Dot> spearman = new ArrayList<>();
        List<List<Cell>> rows = new ArrayList<>();
        for (PanelCorrelation p : sorted) {
            int row = names.size();
            String suspect = p.panel().caveat().isEmpty() ? "" : " (suspect)";
            String metric = p.panel().dataset().equals(Panel.MEAN) || manyDatasets(p.panel())
                    ? ""
                    : ", " + StudyWords.metric(p.panel().metric());
            names.add(StudyWords.panel(p.panel()) + metric + suspect);
            dot(row, p.correlations().pearson(), "Pearson r").ifPresent(pearson::add);
            dot(row, p.correlations().spearman(), "Spearman rho").ifPresent(spearman::add);
            List<Cell> cells = new ArrayList<>();
            cells.add(Cell.text(StudyWords.panel(p.panel())));
            cells.add(Cell.text(StudyWords.metric(p.panel().metric())));
            cells.addAll(Correlated.cells(p));
            cells.add(Cell.text(p.panel().caveat()));
            rows.add(cells);
        }
        List<Head> heads = new ArrayList<>();
        heads.add(Head.text("Task", "task"));
        heads.add(Head.text("Metric", "metric"));
        heads.addAll(Correlated.heads());
        heads.add(Head.text("Caveat", "caveat"));
        String caveat = sorted.stream()
                .map(p -> p.panel().caveat())
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElse("");
        return new Chart(
                id,
                title,
                "",
                caveat,
                "Sorted by Pearson's r. Filled: r with Fisher's interval; open: Spearman's rho with the interval of Bonett and Wright."
                        + " Angles are turned so that more is better everywhere.",
                "%s: %d rows, from %s to %s.".formatted(title, names.size(), names.getFirst(), names.getLast()),
                new Drawing.Dots(
                        Axis.coefficients("correlation with ImageNet top-1"),
                        names,
                        List.of(
                                new Series("Pearson r", Mark.plain, false, pearson),
                                new Series("Spearman rho", Mark.published, true, spearman))),
                new DataTable(title, caveat, heads, rows),
                csv(id));
    }

    private static Optional<Dot> dot(int row, Association association, String name) {
        return association instanceof Association.Measured m
                ? Optional.of(new Dot(
                        row,
                        m.r(),
                        Optional.of(m.interval().lo()),
                        Optional.of(m.interval().hi()),
                        "%s %s, 95 %% interval %s to %s, p %s"
                                .formatted(
                                        name,
                                        Correlated.two(m.r()),
                                        Correlated.two(m.interval().lo()),
                                        Correlated.two(m.interval().hi()),
                                        ComparePages.p(m.p()))))
                : Optional.empty();
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
