/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import io.carryover.protocols.stats.Interval;
import java.util.List;

/**
 * Accuracy for each k.
 *
 * @param values in the order of k
 * @param images scored
 */
public record KnnResult(List<Value> values, int images) {
    /**
     * One of them.
     *
     * @param top1 percent
     * @param interval Wilson
     */
    public record Value(int k, double top1, Interval interval) {}

    /** The value of k 20, or of the largest k where that was not asked for. */
    public Value headline() {
        return values.stream()
                .filter(value -> value.k() == KnnSettings.HEADLINE)
                .findFirst()
                .orElse(values.getLast());
    }
}
