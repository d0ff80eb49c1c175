/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.analyze;

import io.carryover.cli.terminal.Table;
import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.rank.CriticalDifference;
import io.carryover.protocols.stats.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A ranking as text. */
final class RankingPrinter {
    private static final double LEVEL = 0.05;

    private RankingPrinter() {}

    static List<String> lines(Ranking ranking) {
        List<String> lines = new ArrayList<>();
        if (ranking.overall().isPresent()) {
            lines.addAll(table(ranking, ranking.overall().get()).lines());
            lines.add("");
            lines.add(
                    "rank [95 % interval], 1 is best; equal scores share a rank. Mean ranks: over the settings as they are, datasets drawn again inside them.");
            ranking.settings().forEach(s -> lines.addAll(notes(s, ranking)));
            lines.add("critical differences are Nemenyi's: " + CriticalDifference.CAVEAT + ".");
        } else {
            lines.add("no setting of the study has a score that all of at least half of the models have.");
        }
        ranking.leftOut().forEach((model, lacks) -> lines.add("left out: %s, which lacks %s".formatted(model, lacks)));
        return lines;
    }

    private static Table table(Ranking ranking, Ranking.Overall overall) {
        boolean segmented = ranking.withoutSegmentation().isPresent();
        List<String> header = new ArrayList<>(List.of("MODEL", ">MEAN RANK", ""));
        if (segmented) {
            header.addAll(List.of(">NO SEGM.", ""));
        }
        ranking.settings()
                .forEach(s -> header.addAll(List.of(
                        ">" + s.setting().id().toUpperCase(Locale.ROOT)
                                + (s.caveat().isEmpty() ? "" : " !"),
                        "")));
        var table = new Table(header.toArray(String[]::new));
        IntStream.range(0, ranking.models().size())
                .boxed()
                .sorted(Comparator.comparingDouble(m -> overall.meanRanks().get(m)))
                .forEach(m -> {
                    List<String> row = new ArrayList<>(List.of(ranking.models().get(m)));
                    row.addAll(mean(overall, m));
                    ranking.withoutSegmentation().ifPresent(o -> row.addAll(mean(o, m)));
                    ranking.settings()
                            .forEach(s -> row.addAll(List.of(
                                    rank(s.ranks().get(m)),
                                    interval(s.intervals().map(i -> i.get(m))))));
                    table.add(row);
                });
        return table;
    }

    private static List<String> mean(Ranking.Overall overall, int m) {
        Interval interval = overall.intervals().get(m);
        return List.of(
                "%.2f".formatted(overall.meanRanks().get(m)), "[%.2f, %.2f]".formatted(interval.lo(), interval.hi()));
    }

    private static String rank(double rank) {
        return rank == Math.rint(rank) ? "%.0f".formatted(rank) : "%.1f".formatted(rank);
    }

    private static String interval(Optional<Interval> interval) {
        return interval.map(i -> "[%s, %s]".formatted(rank(i.lo()), rank(i.hi())))
                .orElse("");
    }

    private static List<String> notes(RankedSetting s, Ranking ranking) {
        List<String> notes = new ArrayList<>();
        String id = s.setting().id();
        s.friedman().ifPresent(f -> {
            long apart = ranking.pairs().stream()
                    .filter(p -> p.setting() == s.setting() && p.adjusted() < LEVEL)
                    .count();
            notes.add(
                    "%s: Friedman F(%d, %d) = %.2f, p = %.2g over %d datasets; %d of %d pairs differ (Wilcoxon, Holm, 5 %%); critical difference %.2f"
                            .formatted(
                                    id,
                                    f.freedom(),
                                    f.error(),
                                    f.f(),
                                    f.p(),
                                    f.datasets(),
                                    apart,
                                    f.models() * (f.models() - 1) / 2,
                                    s.criticalDifference().orElseThrow()));
        });
        if (s.intervals().isEmpty()) {
            notes.add(id + ": no interval of ranks, as its scores come without interval and without number of items");
        }
        if (!s.heldFixed().isEmpty()) {
            notes.add(
                    "%s: intervals take %s as printed, without error".formatted(id, String.join(", ", s.heldFixed())));
        }
        if (!s.leftOut().isEmpty()) {
            notes.add("%s: without %s, which fewer than half of the models have"
                    .formatted(id, String.join(", ", s.leftOut())));
        }
        if (!s.caveat().isEmpty()) {
            notes.add("! " + s.caveat());
        }
        return notes;
    }
}
