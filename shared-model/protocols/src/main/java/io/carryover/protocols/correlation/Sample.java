/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.rank.Ranks;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Scores of one task, one per model, with what the coefficients need of them again and again: distances from the mean, ranks, the order of
 * pairs, and that order in every resample. Not for several threads at once.
 */
public final class Sample {
    private final double[] values;
    private final double[] centred;
    private final double[] ranks;
    private final PairSigns signs;
    private final Draws draws;
    private final BitSet ties;
    private @Nullable Resampled resampled;
    private @Nullable Left left;

    /**
     * A sample.
     *
     * @param values on the scale that they are to be compared on
     * @param draws for as many models
     */
    public Sample(double[] values, Draws draws) {
        if (values.length != draws.models()) {
            throw new IllegalArgumentException(
                    "draws are for %d models, not for %d".formatted(draws.models(), values.length));
        }
        this.values = values.clone();
        this.draws = draws;
        this.centred = Coefficients.centred(values);
        // Twice the distance from the mean rank: whole numbers, whose sums are exact.
        this.ranks = Ranks.ascending(values);
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = 2 * ranks[i] - (ranks.length + 1);
        }
        this.signs = PairSigns.of(values);
        double[] ascending = sortedRanks();
        this.ties = new BitSet(ascending.length);
        for (int i = 1; i < ascending.length; i++) {
            ties.set(i, ascending[i] == ascending[i - 1]);
        }
    }

    /** Order of pairs in every resample, and how many of them don't tie. */
    static final class Resampled {
        private final DrawnSigns signs;
        private final int[] free;
        private final double[] roots;
        private final double[] perPair;

        /** Of values as they are. */
        Resampled(double[] values, int[] drawn) {
            signs = new DrawnSigns(values, drawn);
            free = signs.free();
            roots = new double[free.length];
            perPair = new double[free.length];
            for (int d = 0; d < free.length; d++) {
                roots[d] = Math.sqrt(free[d]);
                perPair[d] = 1.0 / free[d];
            }
        }

        /** Of values without ties: what ties are models drawn twice, the same in {@code any} that has none. */
        Resampled(double[] values, int[] drawn, Resampled any) {
            signs = new DrawnSigns(values, drawn, any.signs);
            free = any.free;
            roots = any.roots;
            perPair = any.perPair;
        }
    }

    /** Tau of each resample of two samples of the same draws; NaN where all values of one are equal. */
    void taus(Sample other, double[] taus) {
        Resampled ours = resampled();
        Resampled theirs = other.resampled();
        if (ties.isEmpty() && other.ties.isEmpty()) {
            ours.signs.concordanceUntied(theirs.signs, ours.free, taus);
            for (int d = 0; d < taus.length; d++) {
                taus[d] *= ours.perPair[d];
            }
        } else {
            ours.signs.concordance(theirs.signs, taus);
            for (int d = 0; d < taus.length; d++) {
                taus[d] /= ours.roots[d] * theirs.roots[d];
            }
        }
    }

    private Resampled resampled() {
        Resampled known = resampled;
        if (known == null) {
            known = ties.isEmpty()
                    ? new Resampled(values, draws.resampled(), draws.untied())
                    : new Resampled(values, draws.resampled());
            // Of many models it is large, and made again for each pair.
            if (draws.small()) {
                resampled = known;
            }
        }
        return known;
    }

    /** The sample without each model in turn. */
    Left left() {
        Left known = left;
        if (known == null) {
            known = new Left(values);
            left = known;
        }
        return known;
    }

    /** Places in ascending order whose value is that of the place before. */
    BitSet ties() {
        return ties;
    }

    /** Distances from the mean, ascending. */
    double[] sortedCentred() {
        return sorted(centred);
    }

    /** {@link #ranks} ascending. */
    double[] sortedRanks() {
        return sorted(ranks);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    Draws draws() {
        return draws;
    }

    double[] centred() {
        return centred;
    }

    double[] ranks() {
        return ranks;
    }

    PairSigns signs() {
        return signs;
    }

    boolean varies() {
        return signs.tied() < KendallTau.pairs(values.length);
    }
}
