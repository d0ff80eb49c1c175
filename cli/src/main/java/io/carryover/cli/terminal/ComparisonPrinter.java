/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** A comparison as text: a table with every difference drawn, then what stands behind each. */
public final class ComparisonPrinter {
    private static final int CLASSES = 5;
    private static final int IMAGES = 6;

    private ComparisonPrinter() {}

    /** Lines to print. */
    public static List<String> lines(ComparisonView view) {
        String a = view.a().backbone();
        String b = view.b().backbone();
        List<String> lines = new ArrayList<>(table(view).lines());
        lines.add("");
        lines.add("%s - %s; drawn: ─ 95 %% interval, ● difference, │ none; right of it %s has more".formatted(a, b, a));
        for (Task task : view.tasks()) {
            task.paired().ifPresent(paired -> lines.addAll(detail(task, paired, a, b)));
            task.obstacle()
                    .ifPresent(why ->
                            lines.add("  %s: not paired (%s): %s".formatted(task.title(), why.code(), why.message())));
        }
        view.leftOut().forEach(left -> lines.add("  not compared: " + left));
        view.notes().forEach(note -> lines.add("  " + note));
        return lines;
    }

    private static Table table(ComparisonView view) {
        double reach = view.tasks().stream()
                .flatMapToDouble(ComparisonPrinter::ends)
                .map(Math::abs)
                .max()
                .orElse(0);
        var table = new Table(
                "TASK",
                "PROTOCOL",
                ">" + view.a().backbone(),
                ">" + view.b().backbone(),
                ">DIFFERENCE",
                ">95 % INTERVAL",
                "DRAWN",
                ">P",
                "VERDICT");
        for (Task task : view.tasks()) {
            table.add(List.of(
                    task.title(),
                    task.protocol(),
                    number(task.a().value()),
                    number(task.b().value()),
                    signed(task.difference()),
                    task.paired()
                            .map(p -> signed(p.ci95().lo()) + " "
                                    + signed(p.ci95().hi()))
                            .orElse("–"),
                    task.paired()
                            .map(p -> IntervalStrip.of(p.ci95().lo(), p.ci95().hi(), task.difference(), reach))
                            .orElse(""),
                    task.paired()
                            .flatMap(Paired::mcnemar)
                            .map(test -> p(test.p()))
                            .orElse("–"),
                    verdict(task, view)));
        }
        return table;
    }

    private static DoubleStream ends(Task task) {
        return task.paired().stream()
                .flatMapToDouble(p -> DoubleStream.of(p.ci95().lo(), p.ci95().hi(), task.difference()));
    }

    private static List<String> detail(Task task, Paired paired, String a, String b) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(task.title());
        paired.wins()
                .ifPresent(wins -> lines.add("  %d %s: better %s %d, %s %d, equal %d"
                        .formatted(paired.n(), paired.items(), a, wins.a(), b, wins.b(), wins.equal())));
        if (!paired.classes().isEmpty()) {
            long winsA = paired.classes().stream().filter(c -> c.a() > c.b()).count();
            long winsB = paired.classes().stream().filter(c -> c.a() < c.b()).count();
            lines.add("  %d classes: better %s %d, %s %d; most: %s"
                    .formatted(
                            paired.classes().size(),
                            a,
                            winsA,
                            b,
                            winsB,
                            paired.classes().stream()
                                    .limit(CLASSES)
                                    .map(ComparisonPrinter::classText)
                                    .collect(Collectors.joining(", "))));
        }
        if (!paired.images().isEmpty()) {
            lines.add("  images where they differ most:");
            var table = new Table("  IMAGE", "TRUTH", a + " SAID", b + " SAID");
            paired.images().stream().limit(IMAGES).forEach(image -> table.add(image(image)));
            lines.addAll(table.lines());
        }
        return lines;
    }

    private static String classText(ClassDifference c) {
        return "%s %s".formatted(c.name(), signed(c.a() - c.b()));
    }

    private static List<String> image(ImageDifference image) {
        return List.of(
                "  " + image.image(),
                image.truth(),
                String.join("; ", image.saidA())
                        + probability(image.logProbabilityA().map(Math::exp)),
                String.join("; ", image.saidB())
                        + probability(image.logProbabilityB().map(Math::exp)));
    }

    private static String probability(Optional<Double> p) {
        return p.map(value -> String.format(Locale.ROOT, value < 0.001 ? " (%.0e)" : " (%.3f)", value))
                .orElse("");
    }

    private static String verdict(Task task, ComparisonView view) {
        return switch (task.verdict()) {
            case A_BETTER -> view.a().backbone();
            case B_BETTER -> view.b().backbone();
            case NOT_SEPARABLE -> "not separable";
            case SAME_WEIGHTS -> "tie: same weights";
            case NOT_PAIRED -> "not paired";
        };
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String signed(double value) {
        String text = String.format(Locale.ROOT, "%+.2f", value);
        return text.equals("-0.00") || text.equals("+0.00") ? "0.00" : text;
    }

    private static String p(double p) {
        return p < 0.001 ? "<0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
