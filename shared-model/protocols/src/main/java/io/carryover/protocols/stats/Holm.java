/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Holm's step-down correction (1979): the chance of one false rejection in the family stays below the level. */
public final class Holm {
    private Holm() {}

    /** Adjusted p of each test of a family. */
    public static double[] adjusted(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int place = 0; place < p.length; place++) {
            most = Math.max(most, Math.min(1, p[order[place]] * (p.length - place)));
            adjusted[order[place]] = most;
        }
        return adjusted;
    }
}
