/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.Obstacle;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.api.ComparisonView.Value;
import io.carryover.contracts.api.ComparisonView.Verdict;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import io.carryover.results.board.CellValue;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import java.util.Optional;

/** Pairs as tasks of a comparison, with what can be said of their difference. */
final class Tasks {
    private static final double LEVEL = 0.05;

    private Tasks() {}

    /** Equal weights tie where their numbers print equal: under another recipe they may differ. */
    static boolean tie(Pairing.Pair pair, boolean sameWeights) {
        String unit = pair.a().getFirst().score().unit();
        return sameWeights
                && Printed.text(CellValue.of(pair.a()).value(), unit)
                        .equals(Printed.text(CellValue.of(pair.b()).value(), unit));
    }

    static Task tied(Pairing.Pair pair) {
        return task(pair, Verdict.SAME_WEIGHTS, Optional.empty(), Optional.empty());
    }

    static Task of(Pairing.Pair pair, PairedItems.Outcome outcome) {
        return switch (outcome) {
            case PairedItems.Outcome.Compared compared ->
                task(pair, verdict(pair, compared.paired()), Optional.of(compared.paired()), Optional.empty());
            case PairedItems.Outcome.Hindered hindered ->
                task(pair, Verdict.NOT_PAIRED, Optional.empty(), Optional.of(hindered.obstacle()));
        };
    }

    /** By the exact test where there is one, else by whether the interval holds zero. */
    private static Verdict verdict(Pairing.Pair pair, Paired paired) {
        boolean separable = paired.mcnemar()
                .map(test -> test.p() < LEVEL)
                .orElse(paired.ci95().lo() > 0 || paired.ci95().hi() < 0);
        if (!separable) {
            return Verdict.NOT_SEPARABLE;
        }
        boolean more = CellValue.of(pair.a()).value() > CellValue.of(pair.b()).value();
        return more == pair.a().getFirst().score().higherIsBetter() ? Verdict.A_BETTER : Verdict.B_BETTER;
    }

    private static Task task(Pairing.Pair pair, Verdict verdict, Optional<Paired> paired, Optional<Obstacle> obstacle) {
        ResultRecord record = pair.a().getFirst().record();
        Score score = pair.a().getFirst().score();
        CellValue a = CellValue.of(pair.a());
        CellValue b = CellValue.of(pair.b());
        return new Task(
                "%s · %s%s"
                        .formatted(
                                record.dataset().name(),
                                Words.task(record.key().task()),
                                Words.grid(record.key().grid())),
                record.dataset().name(),
                record.dataset().role(),
                record.key().task(),
                record.key().protocol().id(),
                record.key().grid(),
                score.metric(),
                score.unit(),
                score.higherIsBetter(),
                pair.variant(),
                number(a),
                number(b),
                a.value() - b.value(),
                verdict,
                paired,
                obstacle);
    }

    private static Value number(CellValue value) {
        return new Value(
                value.value(),
                value.ci95(),
                value.measured().stream().map(Measured::id).toList());
    }
}
