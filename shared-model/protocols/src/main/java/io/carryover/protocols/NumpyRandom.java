/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

/**
 * NumPy's legacy generator, {@code numpy.random.RandomState(seed)}: MT19937 (Matsumoto and Nishimura 1998), seeded by one
 * 32-bit number, with the bounded draws of {@code shuffle}. What the study splits and folds with, to the bit.
 */
public final class NumpyRandom {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;

    public NumpyRandom(int seed) {
        state[0] = seed;
        for (int i = 1; i < N; i++) {
            int before = state[i - 1];
            state[i] = 1812433253 * (before ^ (before >>> 30)) + i;
        }
    }

    /** 0 … n - 1 in the order that {@code np.random.shuffle} leaves {@code np.arange(n)} in. */
    public int[] shuffled(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int j = upTo(i);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        return order;
    }

    /** A number from 0 to {@code most}: draws under the mask of its bits, until one fits. */
    private int upTo(int most) {
        int mask = (Integer.highestOneBit(most) << 1) - 1;
        int drawn = draw() & mask;
        while (drawn > most) {
            drawn = draw() & mask;
        }
        return drawn;
    }

    private int draw() {
        if (next == N) {
            for (int i = 0; i < N; i++) {
                int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
                state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) * 0x9908b0df);
            }
            next = 0;
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }
}
