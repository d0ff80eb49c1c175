/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.result.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What one row has in one column, before it is ranked: one number, or the mean of several seeds. */
public record CellValue(double value, Interval ci95, long n, List<Measured> measured) {

    /** @param measured one result per seed, at least one */
    public static CellValue of(List<Measured> measured) {
        List<Measured> ordered = measured.stream()
                .sorted(Comparator.comparing(
                                (Measured m) -> m.record().backbone().name())
                        .thenComparing(m -> m.record().key().seed())
                        .thenComparing(Measured::id))
                .toList();
        var first = ordered.getFirst().score();
        if (ordered.size() == 1) {
            return new CellValue(first.value(), first.ci95(), first.n(), ordered);
        }
        SeedGroup group = SeedGroup.of(ordered.stream().map(Measured::score).toList());
        return new CellValue(group.mean(), group.ci95(), first.n(), ordered);
    }

    Board.Cell cell(String unit, double rank, Optional<Interval> rankCi95) {
        Measured first = measured.getFirst();
        List<Board.Seed> seeds = measured.size() == 1
                ? List.of()
                : measured.stream()
                        .map(m -> new Board.Seed(
                                "seed " + m.record().key().seed(),
                                m.score().value(),
                                m.record().job(),
                                m.id()))
                        .toList();
        return new Board.Cell(
                value,
                Printed.text(value, unit),
                ci95,
                n,
                rank,
                rankCi95,
                seeds,
                first.record().job(),
                first.id());
    }
}
