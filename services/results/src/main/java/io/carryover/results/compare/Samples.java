/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Wins;
import io.carryover.contracts.result.Interval;
import io.carryover.protocols.stats.PairedDifference;
import io.carryover.protocols.stats.SeedSummary;
import io.carryover.protocols.stats.StudentT;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Two backbones on the same episodes or subsets of labels, and what all kinds of pairs share. */
final class Samples {
    /** Of every bootstrap here; it stands in the method of the interval. */
    static final long SEED = 0;

    private Samples() {}

    /** @param a accuracies of the same episodes, percent */
    static Paired episodes(double[] a, double[] b) {
        io.carryover.protocols.stats.Interval interval =
                PairedDifference.of(a, b, SEED).interval();
        return paired("episodes", a, b, new Interval(interval.lo(), interval.hi(), "paired-episodes"));
    }

    /** @param a scores on the same subsets, percent */
    static Paired subsets(double[] a, double[] b) {
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        SeedSummary summary = SeedSummary.of(differences);
        // One subset has no spread: nothing can be said, and no interval is narrower than everything.
        double half = a.length < 2 ? 100 : StudentT.quantile975(a.length - 1.0) * summary.sd() / Math.sqrt(a.length);
        return paired("subsets", a, b, new Interval(summary.mean() - half, summary.mean() + half, "paired-subsets"));
    }

    private static Paired paired(String items, double[] a, double[] b, Interval ci95) {
        return new Paired(items, a.length, ci95, Optional.empty(), Optional.of(wins(a, b)), List.of(), List.of());
    }

    /** Items on which the one or the other has more. */
    static Wins wins(double[] a, double[] b) {
        long more = 0;
        long less = 0;
        for (int i = 0; i < a.length; i++) {
            more += a[i] > b[i] ? 1 : 0;
            less += a[i] < b[i] ? 1 : 0;
        }
        return new Wins(more, less, a.length - more - less);
    }

    static Interval interval(io.carryover.protocols.stats.Interval interval) {
        return new Interval(interval.lo(), interval.hi(), interval.rule());
    }

    static List<ClassDifference> largestFirst(List<ClassDifference> classes) {
        return classes.stream()
                .sorted(Comparator.comparingDouble((ClassDifference c) -> -Math.abs(c.a() - c.b()))
                        .thenComparing(ClassDifference::index))
                .toList();
    }
}
