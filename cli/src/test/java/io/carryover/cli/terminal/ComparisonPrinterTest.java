/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.McNemar;
import io.carryover.contracts.api.ComparisonView.Obstacle;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Side;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.api.ComparisonView.Value;
import io.carryover.contracts.api.ComparisonView.Verdict;
import io.carryover.contracts.api.ComparisonView.Wins;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonPrinterTest {
    @Test
    void everyTaskWithItsDifferenceDrawnAndWhatStandsBehindIt() {
        var probe = new Paired(
                "images",
                100,
                new Interval(-1, 10, "paired-bootstrap-2000-seed-0"),
                Optional.of(new McNemar(10, 4, 0.18)),
                Optional.of(new Wins(10, 4, 86)),
                List.of(new ClassDifference(3, "class 3", 50, 90, 70), new ClassDifference(1, "class 1", 50, 70, 72.5)),
                List.of(new ImageDifference(
                        "test/17",
                        "class 3",
                        List.of("class 3"),
                        List.of("class 8"),
                        Optional.of(Math.log(0.5)),
                        Optional.of(Math.log(1e-5)))));
        var episodes = new Paired(
                "episodes",
                600,
                new Interval(-5.5, -4.5, "paired-episodes"),
                Optional.empty(),
                Optional.of(new Wins(100, 480, 20)),
                List.of(),
                List.of());
        var view = new ComparisonView(
                side("one"),
                side("two"),
                false,
                List.of(
                        task("digits · linear probe", 90, 84, Verdict.NOT_SEPARABLE, Optional.of(probe)),
                        task("digits · 5-way 5-shot", 60, 65, Verdict.B_BETTER, Optional.of(episodes)),
                        task("digits · k-NN", 80, 80, Verdict.NOT_PAIRED, Optional.empty())),
                List.of("fashion linear probe: only one has it"),
                List.of("a note"));

        assertThat(ComparisonPrinter.lines(view))
                .containsExactly(
                        "TASK                   PROTOCOL    one    two  DIFFERENCE  95 % INTERVAL  DRAWN                      P  VERDICT",
                        "digits · linear probe  study/1   90.00  84.00       +6.00   -1.00 +10.00  ·········─│─────●────  0.180  not separable",
                        "digits · 5-way 5-shot  study/1   60.00  65.00       -5.00    -5.50 -4.50  ·····●─···│··········      –  two",
                        "digits · k-NN          study/1   80.00  80.00        0.00              –                             –  not paired",
                        "",
                        "one - two; drawn: ─ 95 % interval, ● difference, │ none; right of it one has more",
                        "",
                        "digits · linear probe",
                        "  100 images: better one 10, two 4, equal 86",
                        "  2 classes: better one 1, two 1; most: class 3 +20.00, class 1 -2.50",
                        "  images where they differ most:",
                        "  IMAGE    TRUTH    one SAID         two SAID",
                        "  test/17  class 3  class 3 (0.500)  class 8 (1e-05)",
                        "",
                        "digits · 5-way 5-shot",
                        "  600 episodes: better one 100, two 480, equal 20",
                        "  digits · k-NN: not paired (NO_ARTIFACT): two keeps nothing by item",
                        "  not compared: fashion linear probe: only one has it",
                        "  a note");
    }

    private static Side side(String name) {
        return new Side(name, "checkpoint", "resnet50", Optional.empty());
    }

    private static Task task(String title, double a, double b, Verdict verdict, Optional<Paired> paired) {
        return new Task(
                title,
                "digits",
                "target",
                "linear",
                "study/1",
                "full",
                "top1",
                "percent",
                true,
                "onnx-fp32-cpu",
                value(a),
                value(b),
                a - b,
                verdict,
                paired,
                paired.isPresent()
                        ? Optional.empty()
                        : Optional.of(new Obstacle("NO_ARTIFACT", "two keeps nothing by item")));
    }

    private static Value value(double value) {
        return new Value(value, new Interval(value - 2, value + 2, "wilson"), List.of(Sha256.of("result " + value)));
    }
}
