/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

/**
 * What resamples do to pairs of models. A resample that holds model i c(i) times has c(i)·c(j) copies of the pair (i, j), and
 * Σ c(i)·(c(i) - 1) / 2 pairs of a model with itself, which tie: so tau-b of a resample is a sum over the pairs of the sample.
 */
final class PairProducts {
    private final int models;
    private final int draws;
    private final int[] products;
    private final int[] selfPairs;

    /** Room for so many draws at a time. */
    PairProducts(int models, int block) {
        this.models = models;
        this.draws = block;
        this.products = new int[models * (models - 1) / 2 * block];
        this.selfPairs = new int[block];
    }

    /** Takes the resamples from {@code first} on. */
    void take(Draws resamples, int first, int many) {
        for (int d = 0; d < many; d++) {
            int same = 0;
            for (int i = 0, k = 0; i < models; i++) {
                int own = resamples.count(first + d, i);
                same += own * (own - 1) / 2;
                for (int j = i + 1; j < models; j++, k++) {
                    products[k * draws + d] = own * resamples.count(first + d, j);
                }
            }
            selfPairs[d] = same;
        }
    }

    /** Concordant minus discordant pairs of x and y in each resample, into {@code s}. */
    void concordance(PairSigns x, PairSigns y, int[] s, int many) {
        java.util.Arrays.fill(s, 0, many, 0);
        int pairs = models * (models - 1) / 2;
        for (int k = 0; k < pairs; k++) {
            int sign = x.sign(k) * y.sign(k);
            if (sign > 0) {
                add(k * draws, s, many);
            } else if (sign < 0) {
                subtract(k * draws, s, many);
            }
        }
    }

    /** Pairs of equal values in each resample, into {@code tied}. */
    void ties(PairSigns values, int[] tied, int many) {
        System.arraycopy(selfPairs, 0, tied, 0, many);
        int pairs = models * (models - 1) / 2;
        for (int k = 0; values.tied() > 0 && k < pairs; k++) {
            if (values.sign(k) == 0) {
                add(k * draws, tied, many);
            }
        }
    }

    private void add(int at, int[] to, int many) {
        for (int d = 0; d < many; d++) {
            to[d] += products[at + d];
        }
    }

    private void subtract(int at, int[] to, int many) {
        for (int d = 0; d < many; d++) {
            to[d] -= products[at + d];
        }
    }
}
