/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.protocols.linear.Labels;
import io.carryover.protocols.stats.PrecisionBootstrap;
import io.carryover.results.artifacts.Items.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Two backbones on the same images with any number of classes each, by 11-point average precision; a side's items are its
 * seeds. An image has no score of its own here: images are told by how probable all of their marks together are.
 */
final class PairedMarks {
    private final List<Marked> a;
    private final List<Marked> b;
    private final Marked marks;
    private final ClassNames names;

    private PairedMarks(List<Marked> a, List<Marked> b) {
        this.a = a;
        this.b = b;
        this.marks = a.getFirst();
        this.names = ClassNames.of(marks.images(), marks.size());
    }

    static Paired of(String protocol, List<Marked> a, List<Marked> b) {
        return new PairedMarks(a, b).paired(protocol);
    }

    private Paired paired(String protocol) {
        List<PrecisionBootstrap> ofA =
                a.stream().map(seed -> Precisions.of(protocol, seed)).toList();
        List<PrecisionBootstrap> ofB =
                b.stream().map(seed -> Precisions.of(protocol, seed)).toList();
        return new Paired(
                "images",
                marks.size(),
                Samples.interval(PrecisionBootstrap.difference(ofA, ofB, Samples.SEED)),
                Optional.empty(),
                Optional.empty(),
                classes(ofA, ofB),
                images());
    }

    private List<ClassDifference> classes(List<PrecisionBootstrap> ofA, List<PrecisionBootstrap> ofB) {
        List<ClassDifference> classes = new ArrayList<>();
        for (int k = 0; k < marks.classes(); k++) {
            int c = k;
            long images = IntStream.range(0, marks.size())
                    .filter(i -> marks.mark(i, c) == Labels.Multi.PRESENT)
                    .count();
            if (images > 0) {
                classes.add(new ClassDifference(c, names.of(c), images, precision(ofA, c), precision(ofB, c)));
            }
        }
        return Samples.largestFirst(classes);
    }

    private static double precision(List<PrecisionBootstrap> seeds, int c) {
        return seeds.stream().mapToDouble(seed -> seed.value(c)).average().orElseThrow();
    }

    private List<ImageDifference> images() {
        double[] ofA = logProbabilities(a);
        double[] ofB = logProbabilities(b);
        return Extremes.of(marks.size(), i -> ofA[i] - ofB[i]).stream()
                .map(i -> new ImageDifference(
                        names.image(i),
                        listed(c -> marks.mark(i, c) == Labels.Multi.PRESENT),
                        said(a, i),
                        said(b, i),
                        Optional.of(ofA[i]),
                        Optional.of(ofB[i])))
                .toList();
    }

    private List<String> said(List<Marked> seeds, int image) {
        return seeds.stream().map(seed -> listed(c -> seed.logit(image, c) > 0)).toList();
    }

    private String listed(IntPredicate which) {
        String classes = IntStream.range(0, marks.classes())
                .filter(which)
                .mapToObj(names::of)
                .collect(Collectors.joining(", "));
        return classes.isEmpty() ? "none" : classes;
    }

    /** Of all marks of an image together, difficult ones left out; mean over seeds. */
    private static double[] logProbabilities(List<Marked> seeds) {
        double[] sums = new double[seeds.getFirst().size()];
        for (Marked seed : seeds) {
            for (int i = 0; i < sums.length; i++) {
                for (int c = 0; c < seed.classes(); c++) {
                    double z = seed.mark(i, c) == Labels.Multi.PRESENT ? seed.logit(i, c) : -seed.logit(i, c);
                    sums[i] += seed.mark(i, c) == Labels.Multi.DIFFICULT ? 0 : logSigmoid(z) / seeds.size();
                }
            }
        }
        return sums;
    }

    private static double logSigmoid(double z) {
        return Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
    }
}
