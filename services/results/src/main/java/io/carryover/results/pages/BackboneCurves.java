/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.StepOutput.ReliabilityBin;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Outputs;
import io.carryover.results.board.Words;
import io.carryover.results.pages.chart.Axis;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A backbone's curves, one chart of each kind: validation over C, reliability, training loss. */
final class BackboneCurves {
    /** More runs can't be told apart. */
    private static final int MOST_RUNS = 12;
    /** Steps that a training curve is drawn with; more are averaged in windows of equal length. */
    private static final int MOST_STEPS = 400;

    private final String page;
    private final List<Measured> measured;

    /** @param page address of the backbone's page */
    BackboneCurves(String page, List<Measured> measured) {
        this.page = page;
        this.measured = measured;
    }

    /** @param losses by step of a fine-tuned result */
    List<Chart> charts(Function<Measured, Optional<double[]>> losses) {
        return Stream.of(overC(), reliability(), training(losses))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String name(Measured m) {
        var key = m.record().key();
        return "%s, %s, %s, seed %d"
                .formatted(
                        m.record().dataset().name(),
                        Words.task(key.task()) + Words.grid(key.grid()),
                        key.protocol().name(),
                        key.seed());
    }

    private Optional<Chart> overC() {
        List<Run> runs = new ArrayList<>();
        for (Measured m : measured) {
            if (m.record().output().orElse(null) instanceof StepOutput.LinearScored linear
                    && !linear.sweep().isEmpty()
                    && runs.size() < MOST_RUNS) {
                var sweep = linear.sweep();
                runs.add(new Run(
                        name(m),
                        sweep.stream()
                                .map(p -> List.of(Math.log10(p.c()), p.value()))
                                .toList(),
                        IntStream.range(0, sweep.size())
                                .filter(i -> sweep.get(i).c() == linear.bestC())
                                .boxed()
                                .findFirst()));
            }
        }
        List<Double> cs = values(runs, 0);
        return cs.isEmpty()
                ? Optional.empty()
                : Optional.of(chart(
                        "validation-over-c",
                        "Validation over C",
                        "Validation score of the linear probe by its C; the ring is the C that was chosen.",
                        new Drawing.Lines(
                                Axis.powers(
                                        "C",
                                        cs.stream().mapToDouble(c -> c).min().orElseThrow(),
                                        cs.stream().mapToDouble(c -> c).max().orElseThrow(),
                                        2),
                                Axis.plain("validation score, %", values(runs, 1)),
                                runs,
                                false),
                        Head.number("log10 C", "log10_c"),
                        Head.number("Validation score %", "validation")));
    }

    private Optional<Chart> reliability() {
        List<Run> runs = new ArrayList<>();
        for (Measured m : measured) {
            m.record()
                    .output()
                    .flatMap(Outputs::calibration)
                    .filter(_ -> runs.size() < MOST_RUNS)
                    .ifPresent(c -> runs.add(new Run(
                            name(m),
                            c.bins().stream()
                                    .filter(bin -> bin.images() > 0)
                                    .map((ReliabilityBin bin) -> List.of(bin.confidence(), bin.accuracy()))
                                    .toList(),
                            Optional.empty())));
        }
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(chart(
                        "reliability",
                        "Reliability",
                        "How often the head is right, by how sure it is, in bins that hold test images; on the dashed line both are equal, below it the head is too sure.",
                        new Drawing.Lines(
                                Axis.plain("mean confidence, %", List.of(4.0, 96.0)),
                                Axis.plain("right, %", List.of(4.0, 96.0)),
                                runs,
                                true),
                        Head.number("Mean confidence %", "confidence"),
                        Head.number("Right %", "accuracy")));
    }

    private Optional<Chart> training(Function<Measured, Optional<double[]>> losses) {
        List<Run> runs = new ArrayList<>();
        for (Measured m : measured) {
            if (m.record().output().orElse(null) instanceof StepOutput.FineTuned && runs.size() < MOST_RUNS) {
                losses.apply(m)
                        .filter(l -> l.length > 1)
                        .ifPresent(l -> runs.add(new Run(name(m), windows(l), Optional.empty())));
            }
        }
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(chart(
                        "training-loss",
                        "Training loss of fine-tuning",
                        "Mean cross-entropy of each step's batch in the final training, averaged over windows of steps where there are many.",
                        new Drawing.Lines(
                                Axis.plain("step", values(runs, 0)),
                                Axis.plain("loss, nats", values(runs, 1)),
                                runs,
                                false),
                        Head.number("Step", "step"),
                        Head.number("Loss, nats", "loss")));
    }

    /** Means of windows at their middle steps. */
    static List<List<Double>> windows(double[] losses) {
        int width = (losses.length + MOST_STEPS - 1) / MOST_STEPS;
        List<List<Double>> points = new ArrayList<>();
        for (int from = 0; from < losses.length; from += width) {
            int to = Math.min(losses.length, from + width);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += losses[i];
            }
            points.add(List.of((from + to + 1) / 2.0, sum / (to - from)));
        }
        return points;
    }

    private static List<Double> values(List<Run> runs, int which) {
        return runs.stream()
                .flatMap(run -> run.points().stream())
                .map(p -> p.get(which))
                .toList();
    }

    private Chart chart(String id, String title, String sentence, Drawing.Lines lines, Head x, Head y) {
        List<List<Cell>> rows = lines.runs().stream()
                .flatMap(run -> run.points().stream()
                        .map(p -> List.of(
                                Cell.text(run.name()), Cell.number(p.getFirst(), 2), Cell.number(p.getLast(), 4))))
                .toList();
        return new Chart(
                id,
                title,
                "",
                "",
                sentence,
                "%s of %s."
                        .formatted(
                                title,
                                String.join(
                                        "; ",
                                        lines.runs().stream().map(Run::name).toList())),
                lines,
                new DataTable(title, "", List.of(Head.text("Result", "result"), x, y), rows),
                page + "?data=" + id);
    }
}
