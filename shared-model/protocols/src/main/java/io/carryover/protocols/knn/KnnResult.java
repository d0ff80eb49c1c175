/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import io.carryover.protocols.stats.Interval;
import java.util.Arrays;
import java.util.List;

/** What neighbours predict for each k, and how often they are right. */
public final class KnnResult {
    private final List<Value> values;
    private final int[][] predicted;

    KnnResult(List<Value> values, int[][] predicted) {
        this.values = List.copyOf(values);
        this.predicted = Arrays.stream(predicted).map(int[]::clone).toArray(int[][]::new);
    }

    /**
     * Accuracy for one k.
     *
     * @param top1 percent
     * @param interval Wilson
     */
    public record Value(int k, double top1, Interval interval) {}

    /** In the order of k. */
    public List<Value> values() {
        return values;
    }

    /** Images scored. */
    public int images() {
        return predicted[0].length;
    }

    /** Class of a test image by the votes of {@code values().get(value).k()} neighbours. */
    public int predicted(int value, int image) {
        return predicted[value][image];
    }

    /** The value of k 20, or of the largest k where that was not asked for. */
    public Value headline() {
        return values.stream()
                .filter(value -> value.k() == KnnSettings.HEADLINE)
                .findFirst()
                .orElse(values.getLast());
    }
}
