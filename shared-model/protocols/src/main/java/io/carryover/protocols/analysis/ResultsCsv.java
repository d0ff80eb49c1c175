/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.stats.Normal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Results as CSV (RFC 4180), a line each: what {@code GET /v1/results} gives, or a file with at least the columns model (or backbone), task,
 * dataset, metric and value. All of it is read, or it is refused by line and column.
 */
public final class ResultsCsv {
    private static final Set<String> REQUIRED = Set.of("model", "task", "dataset", "metric", "value");
    private static final Set<String> READ = Set.of(
            "protocol",
            "grid",
            "seed",
            "unit",
            "higher_is_better",
            "n",
            "ci95",
            "ci95_lo",
            "ci95_hi",
            "role",
            "provenance");
    /** Columns of the export that say nothing here. A column that isn't known at all may be a misspelt protocol: refused. */
    private static final Set<String> PASSED_OVER =
            Set.of("result", "origin", "variant", "interval", "revision", "at", "job");

    private static final List<String> WRITTEN = List.of(
            "model",
            "task",
            "dataset",
            "metric",
            "protocol",
            "seed",
            "value",
            "unit",
            "higher_is_better",
            "n",
            "ci95",
            "role",
            "provenance");

    private final String file;
    private final Map<String, Integer> places = new HashMap<>();

    private ResultsCsv(String file) {
        this.file = file;
    }

    /**
     * The scores of a file.
     *
     * @param file its name, for messages
     * @throws CarryoverException INVALID_RESULTS naming line and column, for the first that can't be taken
     */
    public static List<Score> read(String file, String text) {
        return new ResultsCsv(file).scores(text);
    }

    /** The same scores as text: reading it gives them back, to 12 digits of the error and all of the value. */
    public static String text(List<Score> scores) {
        var text = new StringBuilder(String.join(",", WRITTEN)).append('\n');
        scores.forEach(s -> text.append(CsvLines.text(List.of(
                        s.model(),
                        s.task(),
                        s.dataset(),
                        s.metric(),
                        s.protocol(),
                        String.valueOf(s.seed()),
                        value(s),
                        s.measure().unit().name().toLowerCase(Locale.ROOT),
                        String.valueOf(s.measure().higherIsBetter()),
                        s.n() == 0 ? "" : String.valueOf(s.n()),
                        Double.isNaN(s.error()) ? "" : halfWidth(s.error()),
                        s.source() ? "source" : "",
                        s.provenance())))
                .append('\n'));
        return text.toString();
    }

    /** With the decimals that it was printed with, as they decide about ties. */
    private static String value(Score score) {
        var value = new BigDecimal(String.valueOf(score.value())).stripTrailingZeros();
        return value.setScale(Math.max(score.decimals(), value.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String halfWidth(double error) {
        return new BigDecimal(error * Normal.Z975)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }

    private List<Score> scores(String text) {
        List<CsvLines.Line> lines = CsvLines.of(file, text);
        if (lines.isEmpty()) {
            throw refused(1, "no header");
        }
        header(lines.getFirst());
        List<Score> scores = new ArrayList<>();
        Map<List<Object>, Integer> seen = new HashMap<>();
        for (CsvLines.Line line : lines.subList(1, lines.size())) {
            if (line.fields().size() != lines.getFirst().fields().size()) {
                throw refused(
                        line.number(),
                        "%d fields where the header has %d"
                                .formatted(
                                        line.fields().size(),
                                        lines.getFirst().fields().size()));
            }
            Score score = new ScoreLine(file, line, places).score();
            Integer first = seen.putIfAbsent(List.of(score.model(), score.column(), score.seed()), line.number());
            if (first != null) {
                throw refused(
                        line.number(),
                        "column %s: a second value of %s for %s, seed %d; the first is in line %d"
                                .formatted(name("value"), score.model(), score.column(), score.seed(), first));
            }
            scores.add(score);
        }
        if (scores.isEmpty()) {
            throw refused(2, "no result");
        }
        return List.copyOf(scores);
    }

    private void header(CsvLines.Line line) {
        for (int i = 0; i < line.fields().size(); i++) {
            String name = line.fields().get(i).strip();
            String known = name.equals("backbone") ? "model" : name;
            if (!REQUIRED.contains(known) && !READ.contains(known) && !PASSED_OVER.contains(known)) {
                throw refused(line.number(), "column %d: '%s' is no column of results".formatted(i + 1, name));
            }
            if (places.put(known, i) != null) {
                throw refused(line.number(), "column %d: '%s' stands there twice".formatted(i + 1, name));
            }
        }
        Optional<String> missing =
                REQUIRED.stream().filter(r -> !places.containsKey(r)).sorted().findFirst();
        if (missing.isPresent()) {
            throw refused(line.number(), "there is no column '%s'".formatted(missing.get()));
        }
    }

    private String name(String column) {
        return "%d (%s)".formatted(java.util.Objects.requireNonNull(places.get(column)) + 1, column);
    }

    private CarryoverException refused(int line, String why) {
        return new CarryoverException(ErrorCode.INVALID_RESULTS, "%s, line %d, %s".formatted(file, line, why));
    }

    /** Decimals of a number as it is written. */
    static int decimals(String number) {
        int point = number.indexOf('.');
        int end = Math.max(number.indexOf('e'), number.indexOf('E'));
        return point < 0 ? 0 : (end < 0 ? number.length() : end) - point - 1;
    }
}
