/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.results.pages.ComparePage.Bar;
import io.carryover.results.pages.ComparePage.ClassLine;
import io.carryover.results.pages.ComparePage.Detail;
import io.carryover.results.pages.ComparePage.ImageLine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What stands behind one difference: items, classes, images. */
final class CompareDetails {
    /** Classes that are seen without unfolding. */
    private static final int SHOWN = 12;

    private CompareDetails() {}

    static Detail of(String id, Task task, Paired paired, String a, String b) {
        List<ClassLine> classes = classes(paired.classes());
        int shown = Math.min(SHOWN, classes.size());
        return new Detail(
                id,
                task.title(),
                words(paired, a, b),
                classWords(paired.classes(), a, b),
                classes.subList(0, shown),
                classes.subList(shown, classes.size()),
                paired.images().stream().map(CompareDetails::image).toList());
    }

    private static String words(Paired paired, String a, String b) {
        String what = String.format(Locale.ROOT, "%,d %s", paired.n(), paired.items());
        return paired.mcnemar()
                .map(test -> String.format(
                        Locale.ROOT,
                        "Of %s, only %s is right on %,d and only %s on %,d: exact McNemar p %s.",
                        what,
                        a,
                        test.onlyA(),
                        b,
                        test.onlyB(),
                        test.p() < 0.001 ? "< 0.001" : "= " + ComparePages.p(test.p())))
                .or(() -> paired.wins()
                        .map(wins -> String.format(
                                Locale.ROOT,
                                "Of %s, %s is better on %,d, %s on %,d, and they are equal on %,d.",
                                what,
                                a,
                                wins.a(),
                                b,
                                wins.b(),
                                wins.equal())))
                .orElse("Paired over %s.".formatted(what));
    }

    private static String classWords(List<ClassDifference> classes, String a, String b) {
        long winsA = classes.stream().filter(c -> c.a() > c.b()).count();
        long winsB = classes.stream().filter(c -> c.a() < c.b()).count();
        return "%s is better on %d of %d classes, %s on %d; equal on %d."
                .formatted(a, winsA, classes.size(), b, winsB, classes.size() - winsA - winsB);
    }

    private static List<ClassLine> classes(List<ClassDifference> classes) {
        double reach = classes.stream()
                .mapToDouble(c -> Math.abs(c.a() - c.b()))
                .filter(d -> d > 0)
                .max()
                .orElse(1);
        Scale scale = new Scale(-reach, reach, "percent");
        return classes.stream()
                .map(c -> new ClassLine(
                        c.name(),
                        String.format(Locale.ROOT, "%,d", c.images()),
                        percent(c.a()),
                        percent(c.b()),
                        ComparePages.signed(c.a() - c.b()),
                        bar(scale, c.a() - c.b())))
                .toList();
    }

    private static Bar bar(Scale scale, double difference) {
        double lo = Math.min(0, difference);
        double hi = Math.max(0, difference);
        return new Bar(scale.x(lo), lo == hi ? "0" : scale.width(lo, hi), scale.x(0));
    }

    private static ImageLine image(ImageDifference image) {
        return new ImageLine(
                image.image(),
                image.truth(),
                String.join("; ", image.saidA()),
                String.join("; ", image.saidB()),
                probability(image.logProbabilityA()),
                probability(image.logProbabilityB()));
    }

    /** {@code 0.934}, {@code 2e-05}; empty where only predictions are kept. */
    private static String probability(Optional<Double> log) {
        return log.map(Math::exp)
                .map(p -> String.format(Locale.ROOT, p < 0.001 ? "%.0e" : "%.3f", p))
                .orElse("");
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
