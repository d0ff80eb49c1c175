/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.contracts.result.Interval;
import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.analysis.Measure;
import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Score;
import io.carryover.protocols.rank.Ranks;
import io.carryover.protocols.stats.Intervals;
import io.carryover.protocols.stats.Normal;
import io.carryover.results.board.Separability;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The numbers of a column with their uncertainty and their rank. */
final class TableCells {
    private final RankedTable ranked;
    private final Map<List<Object>, List<Score>> scores = new HashMap<>();

    TableCells(RankedTable ranked) {
        this.ranked = ranked;
        for (Score score : ranked.scores()) {
            scores.computeIfAbsent(key(column(score), score.model()), _ -> new ArrayList<>())
                    .add(score);
        }
    }

    /** Of a setting: the mean over its datasets, by model. */
    Map<String, TableBoard.Cell> of(RankedSetting setting) {
        double[] means = setting.scores().means();
        double[] errors = setting.scores().errors();
        String method = setting.setting().id().startsWith("few-shot") ? "mean-episodes" : "mean-test";
        Map<String, TableBoard.Cell> cells = new LinkedHashMap<>();
        List<Interval> best = best(setting);
        ranked.places().forEach((model, place) -> {
            double error = errors[place];
            Optional<Interval> ranks = setting.intervals().map(all -> interval(all.get(place)));
            cells.put(
                    model,
                    new TableBoard.Cell(
                            means[place],
                            printed(means[place], setting.scores().decimals()),
                            around(means[place], error, method),
                            0,
                            setting.ranks().get(place),
                            ranks,
                            ranks.map(mine -> best.stream().anyMatch(other -> Separability.overlap(mine, other)))));
        });
        return cells;
    }

    /** Intervals of the ranks of the best, of several where they tie; none where there are no intervals. */
    private static List<Interval> best(RankedSetting setting) {
        double first = setting.ranks().stream().mapToDouble(r -> r).min().orElseThrow();
        List<Interval> best = new ArrayList<>();
        setting.intervals().ifPresent(all -> {
            for (int place = 0; place < all.size(); place++) {
                if (setting.ranks().get(place) == first) {
                    best.add(interval(all.get(place)));
                }
            }
        });
        return best;
    }

    /** Of a dataset, by model. */
    Map<String, TableBoard.Cell> of(Column column) {
        List<String> models = List.copyOf(column.models());
        double sign = column.measure().higherIsBetter() ? 1 : -1;
        double[] ranks = Ranks.of(
                models.stream()
                        .mapToDouble(m -> sign * column.cell(m).orElseThrow().value())
                        .toArray(),
                column.decimals());
        List<Optional<Interval>> intervals =
                models.stream().map(m -> interval(column, m)).toList();
        double first = Arrays.stream(ranks).min().orElse(1);
        Map<String, TableBoard.Cell> cells = new LinkedHashMap<>();
        for (int i = 0; i < models.size(); i++) {
            Column.Cell cell = column.cell(models.get(i)).orElseThrow();
            Optional<Interval> mine = intervals.get(i);
            Optional<Boolean> notSeparable = Optional.empty();
            for (int best = 0; best < ranks.length; best++) {
                Optional<Interval> other = intervals.get(best);
                if (ranks[best] == first && mine.isPresent() && other.isPresent()) {
                    notSeparable =
                            Optional.of(notSeparable.orElse(false) || Separability.overlap(mine.get(), other.get()));
                }
            }
            cells.put(
                    models.get(i),
                    new TableBoard.Cell(
                            cell.value(),
                            printed(cell.value(), column.decimals()),
                            mine,
                            cell.n(),
                            ranks[i],
                            Optional.empty(),
                            notSeparable));
        }
        return cells;
    }

    /** As the table prints it, else Wilson's where n is known, else none. */
    private Optional<Interval> interval(Column column, String model) {
        List<Score> seeds = scores.getOrDefault(key(column.key(), model), List.of());
        Column.Cell cell = column.cell(model).orElseThrow();
        if (seeds.size() > 1) {
            return around(cell.value(), cell.error(), "printed-seeds");
        }
        Score only = seeds.getFirst();
        if (!Double.isNaN(only.lo())) {
            String method = only.task().startsWith("few-shot") ? "printed-episodes" : "printed";
            return Optional.of(new Interval(only.lo(), only.hi(), method));
        }
        if (only.n() == 0 || !only.measure().items()) {
            return Optional.empty();
        }
        double most = only.measure().unit() == Measure.Unit.PERCENT ? 100 : 1;
        var wilson = Intervals.wilson(Math.round(only.value() / most * only.n()), only.n());
        boolean classes =
                only.metric().toLowerCase(Locale.ROOT).replace('-', '_').startsWith("mean_per_class");
        return Optional.of(new Interval(
                wilson.lo() * most / 100, wilson.hi() * most / 100, classes ? "wilson-all-images" : "wilson"));
    }

    /** Nothing where the standard error isn't known. */
    private static Optional<Interval> around(double value, double error, String method) {
        double half = Normal.Z975 * error;
        return Double.isNaN(error) ? Optional.empty() : Optional.of(new Interval(value - half, value + half, method));
    }

    static Interval interval(io.carryover.protocols.stats.Interval interval) {
        return new Interval(interval.lo(), interval.hi(), interval.rule());
    }

    private static String printed(double value, int decimals) {
        // A mean of printed numbers lies a hair beside its decimal.
        return new BigDecimal(value)
                .setScale(decimals + 6, RoundingMode.HALF_UP)
                .setScale(decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static Column.Key column(Score score) {
        return new Column.Key(score.task(), score.dataset(), score.metric(), score.protocol());
    }

    private static List<Object> key(Column.Key column, String model) {
        return List.of(column, model);
    }
}
