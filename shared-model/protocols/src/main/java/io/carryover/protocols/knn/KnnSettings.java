/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;

/**
 * What to run.
 *
 * @param neighbours values of k, ascending; all are scored from one search
 * @param temperature a neighbour of cosine s has exp(s / temperature) votes
 * @param threads that share the images; the result doesn't depend on it
 */
public record KnnSettings(List<Integer> neighbours, double temperature, int threads) {
    /** The k whose accuracy is the headline (DINO, section 4.1). */
    public static final int HEADLINE = 20;

    /**
     * Checks them.
     *
     * @throws CarryoverException INVALID_REQUEST where one makes no sense
     */
    public KnnSettings {
        neighbours = List.copyOf(neighbours);
        boolean ascending = !neighbours.isEmpty() && neighbours.getFirst() >= 1;
        for (int i = 1; i < neighbours.size(); i++) {
            ascending &= neighbours.get(i) > neighbours.get(i - 1);
        }
        if (!ascending || !(temperature > 0) || Double.isInfinite(temperature) || threads < 1) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "k-NN needs ascending values of k from 1 on, a temperature above 0 and a thread, not %s, %s and %d"
                            .formatted(neighbours, temperature, threads));
        }
    }

    /** DINO's: k 10, 20, 100 and 200, temperature 0.07 (eval_knn.py of facebookresearch/dino). */
    public static KnnSettings dino(int threads) {
        return new KnnSettings(List.of(10, 20, 100, 200), 0.07, threads);
    }

    int most() {
        return neighbours.getLast();
    }
}
