/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** False discovery rates (Benjamini and Hochberg 1995). */
public final class BenjaminiHochberg {
    private BenjaminiHochberg() {}

    /**
     * The q of each p: the smallest false discovery rate at which its hypothesis is rejected.
     *
     * @param p of one family of tests
     */
    public static double[] q(double[] p) {
        int[] order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] q = new double[p.length];
        double least = 1;
        for (int place = p.length; place > 0; place--) {
            int i = order[place - 1];
            least = Math.min(least, p[i] * p.length / place);
            q[i] = least;
        }
        return q;
    }
}
