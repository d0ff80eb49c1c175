/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Images on which two backbones differ most. */
final class Extremes {
    /** Shown for each of the two. */
    static final int EACH = 10;

    private Extremes() {}

    /** The images with the largest and with the smallest difference, by its size; equal ones in the order of the split. */
    static List<Integer> of(int images, IntToDoubleFunction difference) {
        List<Integer> chosen = new ArrayList<>(most(images, difference));
        chosen.addAll(most(images, i -> -difference.applyAsDouble(i)));
        chosen.sort(Comparator.comparingDouble((Integer i) -> -Math.abs(difference.applyAsDouble(i)))
                .thenComparing(i -> i));
        return List.copyOf(chosen);
    }

    private static List<Integer> most(int images, IntToDoubleFunction value) {
        return IntStream.range(0, images)
                .filter(i -> value.applyAsDouble(i) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -value.applyAsDouble(i))
                        .thenComparing(i -> i))
                .limit(EACH)
                .toList();
    }
}
