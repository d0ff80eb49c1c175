/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.McNemar;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.protocols.stats.PairedDifference;
import io.carryover.results.artifacts.Items.Classified;
import io.carryover.results.artifacts.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Two backbones on the same images of one class each; a side's items are its seeds. */
final class PairedImages {
    private final List<Classified> a;
    private final List<Classified> b;
    private final double[] unitsA;
    private final double[] unitsB;
    private final int[] labels;
    private final ClassNames names;

    private PairedImages(List<Classified> a, List<Classified> b) {
        this.a = a;
        this.b = b;
        this.unitsA = units(a);
        this.unitsB = units(b);
        this.labels = a.getFirst().labels();
        this.names = ClassNames.of(a.getFirst().images(), labels);
    }

    static Paired of(String metric, List<Classified> a, List<Classified> b) {
        return new PairedImages(a, b).paired(metric);
    }

    private static double[] units(List<Classified> seeds) {
        return Units.mean(seeds.stream().flatMap(s -> Units.of(s).stream()).toList())
                .values();
    }

    private Paired paired(String metric) {
        PairedDifference difference = metric.equals("mean-per-class")
                ? PairedDifference.byClass(unitsA, unitsB, labels, Samples.SEED)
                : PairedDifference.of(unitsA, unitsB, Samples.SEED);
        return new Paired(
                "images",
                labels.length,
                Samples.interval(difference.bootstrap()),
                mcnemar(metric),
                Optional.of(Samples.wins(unitsA, unitsB)),
                classes(),
                images());
    }

    /** The mean over seeds of an image is neither right nor wrong, and the mean per class isn't what McNemar tests. */
    private Optional<McNemar> mcnemar(String metric) {
        if (!metric.startsWith("top1") || a.size() > 1 || b.size() > 1) {
            return Optional.empty();
        }
        var test = io.carryover.protocols.stats.McNemar.of(right(a.getFirst()), right(b.getFirst()));
        return Optional.of(new McNemar(test.onlyFirst(), test.onlySecond(), test.p()));
    }

    private static boolean[] right(Classified images) {
        boolean[] right = new boolean[images.size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = images.right(i);
        }
        return right;
    }

    private List<ClassDifference> classes() {
        int count = IntStream.of(labels).max().orElse(-1) + 1;
        long[] images = new long[count];
        double[] sumA = new double[count];
        double[] sumB = new double[count];
        for (int i = 0; i < labels.length; i++) {
            images[labels[i]]++;
            sumA[labels[i]] += unitsA[i];
            sumB[labels[i]] += unitsB[i];
        }
        List<ClassDifference> classes = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            if (images[c] > 0) {
                classes.add(new ClassDifference(c, names.of(c), images[c], sumA[c] / images[c], sumB[c] / images[c]));
            }
        }
        return Samples.largestFirst(classes);
    }

    private List<ImageDifference> images() {
        boolean probabilities =
                a.stream().allMatch(Classified::hasProbabilities) && b.stream().allMatch(Classified::hasProbabilities);
        List<Integer> chosen = Extremes.of(
                labels.length,
                probabilities ? i -> logProbability(a, i) - logProbability(b, i) : i -> unitsA[i] - unitsB[i]);
        return chosen.stream()
                .map(i -> new ImageDifference(
                        names.image(i),
                        names.of(labels[i]),
                        said(a, i),
                        said(b, i),
                        probabilities ? Optional.of(logProbability(a, i)) : Optional.empty(),
                        probabilities ? Optional.of(logProbability(b, i)) : Optional.empty()))
                .toList();
    }

    private List<String> said(List<Classified> seeds, int image) {
        return seeds.stream().map(seed -> names.of(seed.prediction(image))).toList();
    }

    private static double logProbability(List<Classified> seeds, int image) {
        return seeds.stream()
                .mapToDouble(seed -> seed.logProbability(image))
                .average()
                .orElseThrow();
    }
}
