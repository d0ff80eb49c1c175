/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.stats.Normal;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One line of a file of results, field by field. */
final class ScoreLine {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,300}\\.?\\d{0,300}|\\.\\d{1,300})([eE][+-]?\\d{1,2})?");

    private final String file;
    private final CsvLines.Line line;
    private final Map<String, Integer> places;

    ScoreLine(String file, CsvLines.Line line, Map<String, Integer> places) {
        this.file = file;
        this.line = line;
        this.places = places;
    }

    Score score() {
        Measure measure = measure();
        double value = value("value", measure);
        Ends ends = ends(value);
        String written = text("value");
        return new Score(
                needed("model"),
                needed("task"),
                needed("dataset"),
                needed("metric"),
                protocol(),
                (long) optional("seed").orElse(0.0).doubleValue(),
                value,
                ResultsCsv.decimals(written),
                measure,
                items(),
                (ends.hi() - ends.lo()) / (2 * Normal.Z975),
                text("role").equals("source"),
                text("provenance").isEmpty() ? "measured" : text("provenance"),
                ends.lo(),
                ends.hi());
    }

    /** Ends of the 95 % interval, NaN where none is given. */
    private record Ends(double lo, double hi) {}

    private String protocol() {
        String protocol = text("protocol").isEmpty() ? "unstated" : text("protocol");
        String grid = text("grid");
        return grid.isEmpty() || grid.equals("full") ? protocol : protocol + ", grid " + grid;
    }

    private Measure measure() {
        Optional<Measure> known = Measure.of(needed("metric"));
        String unit = text("unit");
        String direction = text("higher_is_better");
        if (unit.isEmpty() && known.isEmpty()) {
            throw refused(
                    "metric",
                    "'%s' isn't known: say its unit (percent, fraction, degrees or another) in a column 'unit'"
                            .formatted(text("metric")));
        }
        Measure.Unit kind = unit.isEmpty() ? known.orElseThrow().unit() : Measure.unit(unit);
        boolean higher =
                switch (direction) {
                    case "true" -> true;
                    case "false" -> false;
                    case "" -> known.map(Measure::higherIsBetter).orElse(kind != Measure.Unit.DEGREES);
                    default -> throw refused("higher_is_better", "'%s' is neither true nor false".formatted(direction));
                };
        return new Measure(kind, higher, known.map(Measure::items).orElse(false));
    }

    private long items() {
        double n = optional("n").orElse(0.0);
        if (n < 0 || n != Math.rint(n)) {
            throw refused("n", "%s is no number of items".formatted(text("n")));
        }
        return (long) n;
    }

    private Ends ends(double value) {
        Optional<Double> half = optional("ci95");
        if (half.isPresent()) {
            if (half.get() < 0) {
                throw refused("ci95", "a half width below 0: " + text("ci95"));
            }
            // In decimals, as both are written: 42.59 - 0.9 is 41.69.
            BigDecimal centre = new BigDecimal(text("value"));
            BigDecimal width = new BigDecimal(text("ci95"));
            return new Ends(
                    centre.subtract(width).doubleValue(), centre.add(width).doubleValue());
        }
        if (text("ci95_lo").isEmpty() || text("ci95_hi").isEmpty()) {
            return new Ends(Double.NaN, Double.NaN);
        }
        double lo = optional("ci95_lo").orElseThrow();
        double hi = optional("ci95_hi").orElseThrow();
        if (!(lo <= value && value <= hi)) {
            throw refused(
                    "ci95_lo",
                    "the interval %s to %s doesn't hold %s".formatted(text("ci95_lo"), text("ci95_hi"), text("value")));
        }
        return new Ends(lo, hi);
    }

    private double value(String column, Measure measure) {
        double value = optional(column).orElseThrow(() -> refused(column, "no value"));
        double most = measure.unit().most();
        if (measure.unit() != Measure.Unit.PLAIN && (value < 0 || value > most)) {
            throw refused(
                    column,
                    "%s lies outside 0 to %.0f (%s)"
                            .formatted(text(column), most, measure.unit().name().toLowerCase(Locale.ROOT)));
        }
        return value;
    }

    private Optional<Double> optional(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // Java would take hexadecimal numbers and NaN, too.
        if (!NUMBER.matcher(text).matches()) {
            throw refused(column, "'%s' is no number".formatted(text));
        }
        return Optional.of(Double.parseDouble(text));
    }

    private String needed(String column) {
        String text = text(column);
        if (text.isEmpty()) {
            throw refused(column, "no " + column);
        }
        return text;
    }

    /** Empty where there is no such column. What the export wrote so that no spreadsheet runs it is undone. */
    private String text(String column) {
        Integer place = places.get(column);
        String text = place == null ? "" : line.fields().get(place).strip();
        return text.length() > 1 && text.charAt(0) == '\'' && "=+@".indexOf(text.charAt(1)) >= 0
                ? text.substring(1)
                : text;
    }

    private CarryoverException refused(String column, String why) {
        Integer place = places.get(column);
        return new CarryoverException(
                ErrorCode.INVALID_RESULTS,
                "%s, line %d, column %s: %s"
                        .formatted(
                                file,
                                line.number(),
                                place == null ? column : "%d (%s)".formatted(place + 1, column),
                                why));
    }
}
