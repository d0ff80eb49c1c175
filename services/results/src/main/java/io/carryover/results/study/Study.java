/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.study;

import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.analysis.CorrelationAnalysis;
import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.PanelCorrelation;
import io.carryover.protocols.analysis.Panels;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.correlation.Association;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the printed tables say when they are analysed again.
 *
 * @param linear its eleven datasets, in the tables' order
 * @param correlations of every panel with ImageNet
 * @param ranking over the eight settings
 * @param detection AP50, frozen and fine-tuned, against the mean of linear accuracies
 * @param recomputed every correlation that the paper prints as a number
 */
public record Study(
        List<LinearClaim> linear,
        List<PanelCorrelation> correlations,
        Ranking ranking,
        List<PanelCorrelation> detection,
        List<Recomputed> recomputed) {
    public Study {
        linear = List.copyOf(linear);
        correlations = List.copyOf(correlations);
        detection = List.copyOf(detection);
        recomputed = List.copyOf(recomputed);
    }

    /**
     * A printed correlation beside the one that its tables give.
     *
     * @param what is correlated: a metric
     * @param with what: {@code imagenet_top1_logit} or {@code average_many_shot_linear_transfer}
     * @param ours with its interval
     */
    public record Recomputed(String what, String with, double printed, Association.Measured ours) {
        /** Differences up to this are those of tables printed with two decimals. */
        public static final double ROUNDING = 0.006;

        /** Whether it comes back to within the rounding of the tables. */
        public boolean agrees() {
            return Math.abs(ours.r() - printed) <= ROUNDING;
        }
    }

    /** Of the bundled tables. */
    static Study of(int draws, long seed) {
        List<Score> scores = PublishedScores.of(StudyTables::text);
        ScoreTable table = ScoreTable.of(scores);
        List<Panel> panels = Panels.of(table);
        Panel imagenet = called(panels, "imagenet");
        Panel linear = called(panels, "linear:" + Panel.MEAN);
        Optional<Panel> torchvision = Optional.of(called(
                Panels.of(
                        ScoreTable.of(PublishedScores.withSupervised(scores, PublishedScores.SUPERVISED_TORCHVISION))),
                "imagenet"));
        var analysis = new CorrelationAnalysis(draws, seed);
        List<PanelCorrelation> all = analysis.against(imagenet, panels, torchvision);
        List<PanelCorrelation> transfer = analysis.against(
                linear,
                panels.stream()
                        .filter(p -> p.metric().equals("AP50") || p.task().equals("attention"))
                        .toList(),
                Optional.empty());
        return new Study(
                table.columns().stream()
                        .filter(c -> c.key().task().equals("linear") && !c.source())
                        .map(LinearClaim::of)
                        .toList(),
                all,
                RankingAnalysis.of(table, seed),
                transfer.stream().filter(p -> p.panel().metric().equals("AP50")).toList(),
                printed(all, transfer));
    }

    private static Panel called(List<Panel> panels, String name) {
        return panels.stream().filter(p -> p.isCalled(name)).findFirst().orElseThrow();
    }

    private static List<Recomputed> printed(List<PanelCorrelation> imagenet, List<PanelCorrelation> transfer) {
        return StudyTables.text("published_correlations")
                .lines()
                .skip(1)
                .map(line -> Arrays.asList(line.split(",", -1)))
                .flatMap(row -> (row.getFirst().startsWith("imagenet") ? imagenet : transfer)
                        .stream()
                                .filter(p -> p.panel().metric().equals(row.get(1)))
                                .flatMap(p -> recomputed(row, p)))
                .toList();
    }

    private static Stream<Recomputed> recomputed(List<String> row, PanelCorrelation panel) {
        return panel.correlations().pearson() instanceof Association.Measured ours
                ? Stream.of(new Recomputed(row.get(1), row.getFirst(), Double.parseDouble(row.get(3)), ours))
                : Stream.empty();
    }
}
