/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.study;

import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.Normal;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * One dataset of the linear setting: the best self-supervised model against the supervised one.
 *
 * @param best self-supervised model
 * @param value of it
 * @param difference value minus {@code supervised}
 * @param ci95 of the difference; nothing where the table says neither how many images nor how uncertain
 * @param above how many self-supervised models are above the supervised one
 * @param selfSupervised how many there are
 */
public record LinearClaim(
        String dataset,
        String metric,
        String best,
        double value,
        double supervised,
        double difference,
        Optional<Interval> ci95,
        long above,
        int selfSupervised) {
    /** The model that all others are held against. */
    public static final String SUPERVISED = "supervised";

    /** What can be said of the difference. */
    public enum Verdict {
        ABOVE,
        BELOW,
        NOT_SEPARABLE
    }

    static LinearClaim of(Column column) {
        Column.Cell supervised = column.cell(SUPERVISED).orElseThrow();
        Map.Entry<String, Column.Cell> best = column.cells().entrySet().stream()
                .filter(e -> !e.getKey().equals(SUPERVISED))
                .max(Comparator.comparingDouble(e -> e.getValue().value()))
                .orElseThrow();
        double difference = best.getValue().value() - supervised.value();
        return new LinearClaim(
                column.key().dataset(),
                column.key().metric(),
                best.getKey(),
                best.getValue().value(),
                supervised.value(),
                difference,
                interval(difference, best.getValue().error(), supervised.error()),
                column.cells().values().stream()
                        .filter(cell -> cell.value() > supervised.value())
                        .count(),
                column.cells().size() - 1);
    }

    /** As of two samples: both were scored on the same images, which the tables don't tell one by one. */
    private static Optional<Interval> interval(double difference, double first, double second) {
        double half = Normal.Z975 * Math.hypot(first, second);
        return Double.isNaN(half)
                ? Optional.empty()
                : Optional.of(new Interval(difference - half, difference + half, "two-binomial"));
    }

    /** Without an interval nothing is separable. */
    public Verdict verdict() {
        if (ci95.isEmpty() || (ci95.get().lo() <= 0 && ci95.get().hi() >= 0)) {
            return Verdict.NOT_SEPARABLE;
        }
        return difference > 0 ? Verdict.ABOVE : Verdict.BELOW;
    }
}
