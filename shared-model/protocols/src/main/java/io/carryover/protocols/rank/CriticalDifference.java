/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import io.carryover.protocols.stats.Normal;

/**
 * Nemenyi's critical difference of mean ranks (1963), as diagrams after Demšar (2006) draw it. The verdict on a pair depends on which other
 * models are listed (Benavoli, Corani and Mangili 2016): it is drawn because people expect it, and pairs are decided by {@code SignedRank}.
 */
public final class CriticalDifference {
    /** What has to stand beside it. */
    public static final String CAVEAT =
            "whether two models differ by Nemenyi's test depends on which others are listed: go by the pairs (Wilcoxon, Holm)";

    private static final int STEPS = 800;

    private CriticalDifference() {}

    /** Difference of mean ranks from which on two of {@code models} differ at 5 %, over so many datasets. */
    public static double of(int models, int datasets) {
        if (models < 2 || datasets < 1) {
            throw new IllegalArgumentException("no difference of %d models on %d datasets".formatted(models, datasets));
        }
        return studentisedRange(models) / Math.sqrt(2) * Math.sqrt(models * (models + 1) / (6.0 * datasets));
    }

    /** The 95 % quantile of the range of so many standard normals, by bisection. */
    static double studentisedRange(int models) {
        double lo = 0;
        double hi = 20;
        for (int i = 0; i < 60; i++) {
            double mid = (lo + hi) / 2;
            if (within(mid, models) < 0.95) {
                lo = mid;
            } else {
                hi = mid;
            }
        }
        return (lo + hi) / 2;
    }

    /** P(range ≤ q): the lowest lies anywhere, the others within q above it. Simpson's rule over ±9. */
    private static double within(double q, int models) {
        double h = 18.0 / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double z = -9 + i * h;
            double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Normal.density(z) * Math.pow(Math.max(0, Normal.cdf(z + q) - Normal.cdf(z)), models - 1);
        }
        return models * sum * h / 3;
    }
}
