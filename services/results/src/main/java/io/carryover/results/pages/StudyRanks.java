/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.protocols.stats.Interval;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Dot;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Ranked;
import io.carryover.results.pages.chart.Drawing.Series;
import io.carryover.results.study.LinearClaim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ranks of the study's models as charts. */
final class StudyRanks {
    private StudyRanks() {}

    /** Where the first in the linear setting stands in detection. */
    static String first(Ranking ranking) {
        Map<TransferSetting, List<Double>> ranks =
                ranking.settings().stream().collect(Collectors.toMap(RankedSetting::setting, RankedSetting::ranks));
        List<Double> linear = ranks.getOrDefault(TransferSetting.LINEAR, List.of());
        int first = linear.indexOf(Collections.min(linear));
        return "%s, first in linear accuracy, is number %s in frozen detection and number %s in fine-tuned detection"
                .formatted(
                        ranking.models().get(first),
                        BoardPages.rank(ranks.getOrDefault(TransferSetting.DETECTION_FROZEN, List.of())
                                .get(first)),
                        BoardPages.rank(ranks.getOrDefault(TransferSetting.DETECTION_FINETUNE, List.of())
                                .get(first)));
    }

    /** Ranks in every setting, the best mean rank first. */
    static Chart ranks(Ranking ranking) {
        List<Integer> order = order(ranking);
        List<RankedSetting> settings = ranking.settings();
        List<String> names =
                settings.stream().map(s -> StudyWords.setting(s.setting())).toList();
        List<Head> heads = new ArrayList<>();
        heads.add(Head.text("Model", "model"));
        for (RankedSetting s : settings) {
            String field = s.setting().id().replace('-', '_');
            heads.add(new Head(
                    StudyWords.setting(s.setting()) + (s.caveat().isEmpty() ? "" : " (suspect)"),
                    true,
                    List.of(field + "_rank", field + "_rank_lo", field + "_rank_hi")));
        }
        List<List<Cell>> rows = new ArrayList<>();
        List<Ranked> models = new ArrayList<>();
        for (int m : order) {
            String model = ranking.models().get(m);
            List<Cell> row = new ArrayList<>();
            row.add(Cell.text(model));
            settings.forEach(s -> row.add(cell(s, m)));
            rows.add(row);
            models.add(new Ranked(
                    model,
                    mark(model, m == order.getFirst()),
                    settings.stream().map(s -> s.ranks().get(m)).toList(),
                    settings.stream()
                            .map(s -> "%s: rank %s"
                                    .formatted(
                                            StudyWords.setting(s.setting()),
                                            cell(s, m).text()))
                            .toList()));
        }
        String caveat = caveat(settings);
        return new Chart(
                "ranks",
                "Ranks in the eight settings",
                "",
                caveat,
                "Each line is a model, from setting to setting; 1 is best, equal scores share a rank. Point at a line, or at a name, to follow it."
                        + " Ranges in the table are 95 % intervals over test sampling; detection, normals and segmentation are printed without what an interval needs.",
                "Ranks of %d models in %d settings; the table has them with their intervals."
                        .formatted(models.size(), settings.size()),
                new Drawing.Bump(names, ranking.models().size(), models),
                new DataTable("Ranks of the models, with 95 % intervals where there are any", caveat, heads, rows),
                StudyPages.csv("ranks"));
    }

    /** Mean ranks with and without segmentation. */
    static Chart meanRanks(Ranking ranking) {
        List<Integer> order = order(ranking);
        Ranking.Overall all = ranking.overall().orElseThrow();
        Ranking.Overall without = ranking.withoutSegmentation().orElse(all);
        List<String> names = order.stream().map(ranking.models()::get).toList();
        List<List<Cell>> rows = order.stream()
                .map(m -> List.of(
                        Cell.text(ranking.models().get(m)),
                        Cell.number(without.meanRanks().get(m), 2),
                        interval(without.intervals().get(m)),
                        Cell.number(all.meanRanks().get(m), 2),
                        interval(all.intervals().get(m))))
                .toList();
        String caveat = caveat(ranking.settings());
        return new Chart(
                "mean-ranks",
                "Mean rank over the settings",
                "",
                caveat,
                "Mean of the ranks, 1 is best, in the order of the mean without segmentation; intervals draw datasets again inside every setting and hold the settings fixed.",
                "Mean ranks of %d models with and without segmentation; best without is %s."
                        .formatted(names.size(), names.getFirst()),
                new Drawing.Dots(
                        Axis.ranks("mean rank", names.size()),
                        names,
                        List.of(
                                new Series("without segmentation", Mark.plain, false, dots(order, without)),
                                new Series("all eight settings", Mark.published, true, dots(order, all)))),
                new DataTable(
                        "Mean ranks over the settings",
                        caveat,
                        List.of(
                                Head.text("Model", "model"),
                                Head.number("Without segmentation", "mean_rank_without_segmentation"),
                                Head.interval("95 % interval", "mean_rank_without_segmentation_ci95"),
                                Head.number("All eight", "mean_rank"),
                                Head.interval("95 % interval", "mean_rank_ci95")),
                        rows),
                StudyPages.csv("mean-ranks"));
    }

    private static String caveat(List<RankedSetting> settings) {
        return settings.stream()
                .map(RankedSetting::caveat)
                .filter(c -> !c.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static Cell interval(Interval interval) {
        return Cell.interval(interval.lo(), interval.hi(), 2);
    }

    private static List<Dot> dots(List<Integer> order, Ranking.Overall overall) {
        return IntStream.range(0, order.size())
                .mapToObj(row -> {
                    int m = order.get(row);
                    Interval ci = overall.intervals().get(m);
                    return new Dot(
                            row,
                            overall.meanRanks().get(m),
                            Optional.of(ci.lo()),
                            Optional.of(ci.hi()),
                            "mean rank %s, 95 %% interval %s to %s"
                                    .formatted(
                                            Correlated.two(overall.meanRanks().get(m)),
                                            Correlated.two(ci.lo()),
                                            Correlated.two(ci.hi())));
                })
                .toList();
    }

    private static Mark mark(String model, boolean first) {
        return model.equals(LinearClaim.SUPERVISED) ? Mark.supervised : first ? Mark.chosen : Mark.plain;
    }

    /** By the mean rank without the suspect setting. */
    private static List<Integer> order(Ranking ranking) {
        Ranking.Overall overall =
                ranking.withoutSegmentation().or(ranking::overall).orElseThrow();
        return IntStream.range(0, ranking.models().size())
                .boxed()
                .sorted(Comparator.comparing(m -> overall.meanRanks().get(m)))
                .toList();
    }

    private static Cell cell(RankedSetting setting, int model) {
        double rank = setting.ranks().get(model);
        return setting.intervals()
                .map(all -> all.get(model))
                .map(ci -> BackboneRanks.cell(rank, ci.lo(), ci.hi()))
                .orElse(BackboneRanks.cell(rank));
    }
}
