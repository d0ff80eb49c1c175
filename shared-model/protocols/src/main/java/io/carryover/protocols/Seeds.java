/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random numbers by name: the algorithm is fixed, and numbered pieces of work have streams of their own. */
public final class Seeds {
    /** The algorithm's name in {@link java.util.random}; part of every result that draws. */
    public static final String ALGORITHM = "L64X128MixRandom";

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY = RandomGeneratorFactory.of(ALGORITHM);

    private Seeds() {}

    /** The stream of piece {@code number} under {@code seed}: the same wherever and in whatever order pieces run. */
    public static RandomGenerator stream(long seed, int number) {
        return FACTORY.create(mix(mix(seed) + number));
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014): neighbouring seeds give unrelated streams. */
    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
        return b ^ (b >>> 31);
    }
}
