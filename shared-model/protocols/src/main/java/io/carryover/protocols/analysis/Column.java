/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Logit;
import io.carryover.protocols.stats.SeedSummary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scores that may be compared: one number per model.
 *
 * @param decimals that are printed: scores equal as printed share a rank
 * @param provenance of its numbers, each named once
 */
public record Column(
        Key key, Measure measure, int decimals, boolean source, String provenance, Map<String, Cell> cells) {
    public Column {
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /** Names of a column. */
    public record Key(String task, String dataset, String metric, String protocol) {
        @Override
        public String toString() {
            return "%s:%s:%s:%s".formatted(task, dataset, metric, protocol);
        }
    }

    /**
     * One model's number: the mean over its seeds.
     *
     * @param n items scored; 0 where not known or where there are several seeds
     * @param error standard error; NaN where not known
     */
    public record Cell(double value, long n, double error) {}

    /** Of scores with the same key. */
    static Column of(Key key, List<Score> scores) {
        Map<String, List<Score>> byModel = new LinkedHashMap<>();
        for (Score score : scores) {
            byModel.computeIfAbsent(score.model(), _ -> new java.util.ArrayList<>())
                    .add(score);
        }
        Map<String, Cell> cells = new LinkedHashMap<>();
        byModel.forEach((model, seeds) -> cells.put(model, cell(seeds)));
        Measure measure = scores.getFirst().measure();
        int printed = scores.stream().mapToInt(Score::decimals).max().orElse(0);
        return new Column(
                key,
                measure,
                Math.min(printed, measure.unit().decimals()),
                scores.stream().anyMatch(Score::source),
                String.join(
                        ", ", scores.stream().map(Score::provenance).distinct().toList()),
                cells);
    }

    /** Variance of the mean over seeds, and test error that all seeds share as they are scored on the same images. */
    private static Cell cell(List<Score> seeds) {
        if (seeds.size() == 1) {
            Score only = seeds.getFirst();
            return new Cell(only.value(), only.n(), error(only));
        }
        var summary = SeedSummary.of(seeds.stream().mapToDouble(Score::value).toArray());
        double test =
                seeds.stream().mapToDouble(s -> error(s) * error(s)).average().orElseThrow();
        return new Cell(summary.mean(), 0, Math.sqrt(summary.sd() * summary.sd() / summary.n() + test));
    }

    /** As printed, else the binomial one of a share of n items at (k + ½) / (n + 1), else unknown. */
    private static double error(Score score) {
        if (!Double.isNaN(score.error()) || score.n() == 0 || !score.measure().items()) {
            return score.error();
        }
        double scale = score.measure().unit().most();
        double share = (score.value() / scale * score.n() + 0.5) / (score.n() + 1);
        return scale * Math.sqrt(share * (1 - share) / (score.n() + 1));
    }

    /** Models with a number, in the table's order. */
    public Set<String> models() {
        return cells.keySet();
    }

    /** A model's number. */
    public Optional<Cell> cell(String model) {
        return Optional.ofNullable(cells.get(model));
    }

    /** A model's number on the scale of correlations. */
    Logit scaled(Cell cell) {
        return measure.scaled(cell.value(), cell.n(), decimals);
    }
}
