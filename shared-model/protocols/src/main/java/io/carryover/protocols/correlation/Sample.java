/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.rank.Ranks;
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
    private @Nullable Resampled resampled;

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
    }

    /** Order of pairs in every resample, and the square roots of how many don't tie. */
    static final class Resampled {
        private final DrawnSigns signs;
        private final double[] roots;

        Resampled(DrawnSigns signs) {
            this.signs = signs;
            this.roots = signs.roots();
        }

        /** Tau of each resample of two samples; NaN where all values of one are equal. */
        double[] taus(Resampled other) {
            double[] taus = new double[roots.length];
            signs.concordance(other.signs, taus);
            for (int d = 0; d < taus.length; d++) {
                taus[d] /= roots[d] * other.roots[d];
            }
            return taus;
        }
    }

    Resampled resampled() {
        Resampled known = resampled;
        if (known == null) {
            known = new Resampled(new DrawnSigns(values, draws.resampled(), 0, draws.resamples()));
            // Of many models it is large, and made again for each pair.
            if (draws.small()) {
                resampled = known;
            }
        }
        return known;
    }

    Draws draws() {
        return draws;
    }

    double[] values() {
        return values;
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
