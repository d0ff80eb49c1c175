/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.Seeds;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Orders and resamples of {@code n} models, the same for every pair of tasks that these models have: so that panels differ by their numbers
 * and not by luck, and so that what depends on the draws alone is computed once. Not for several threads at once.
 */
public final class Draws {
    /** As many as stand in a result. */
    public static final int USUAL = 10_000;

    /** Signs of all pairs in all resamples are kept for each sample where they are no more than this many words. */
    private static final long MOST_KEPT = 1 << 17;

    /** So many models, at most, have all their orders tried: 8! is 40,320. */
    private static final int MOST_EXACT = 8;

    private final int n;
    private final boolean exact;
    private final int[] orders;
    private final int[] resampled;
    private final Map<List<BitSet>, NullRanks> nulls = new HashMap<>();
    private Sample.@Nullable Resampled untied;

    private Draws(int n, boolean exact, int[] orders, int[] resampled) {
        this.n = n;
        this.exact = exact;
        this.orders = orders;
        this.resampled = resampled;
    }

    /**
     * All orders of at most 8 models, else {@code count} random ones; and {@code count} resamples with repetition.
     *
     * @param n at least 1
     * @param seed of both
     */
    public static Draws of(int n, int count, long seed) {
        boolean exact = n <= MOST_EXACT;
        int[] orders = exact ? all(n) : shuffles(n, count, Seeds.stream(seed, 0));
        int[] resampled = new int[Math.multiplyExact(count, n)];
        RandomGenerator random = Seeds.stream(seed, 1);
        for (int i = 0; i < resampled.length; i++) {
            resampled[i] = random.nextInt(n);
        }
        return new Draws(n, exact, orders, resampled);
    }

    /** Given draws, for tests against another implementation: orders [draw][n], and which models each resample holds [draw][n]. */
    static Draws given(int[][] orders, int[][] resamples) {
        return new Draws(orders[0].length, false, flat(orders), flat(resamples));
    }

    /** All orders, and given resamples. */
    static Draws exact(int n, int[][] resamples) {
        return new Draws(n, true, all(n), flat(resamples));
    }

    private static int[] flat(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    }

    /** Every order of 0 … n - 1, by the lexicographic successor. */
    private static int[] all(int n) {
        int number = 1;
        for (int i = 2; i <= n; i++) {
            number *= i;
        }
        int[] orders = new int[number * n];
        for (int i = 0; i < n; i++) {
            orders[i] = i;
        }
        for (int at = n; at < orders.length; at += n) {
            System.arraycopy(orders, at - n, orders, at, n);
            int i = at + n - 2;
            while (orders[i] > orders[i + 1]) {
                i--;
            }
            int j = at + n - 1;
            while (orders[j] < orders[i]) {
                j--;
            }
            swap(orders, i, j);
            for (int lo = i + 1, hi = at + n - 1; lo < hi; lo++, hi--) {
                swap(orders, lo, hi);
            }
        }
        return orders;
    }

    private static int[] shuffles(int n, int count, RandomGenerator random) {
        int[] orders = new int[Math.multiplyExact(count, n)];
        for (int at = 0; at < orders.length; at += n) {
            for (int i = 0; i < n; i++) {
                orders[at + i] = i;
            }
            for (int i = n - 1; i > 0; i--) {
                swap(orders, at + i, at + random.nextInt(i + 1));
            }
        }
        return orders;
    }

    private static void swap(int[] values, int i, int j) {
        int moved = values[i];
        values[i] = values[j];
        values[j] = moved;
    }

    /** Number of models. */
    public int models() {
        return n;
    }

    /** Whether the orders are all there are. */
    public boolean exact() {
        return exact;
    }

    /** Number of orders. */
    public int orders() {
        return orders.length / n;
    }

    /** Number of resamples. */
    public int resamples() {
        return resampled.length / n;
    }

    /** Models at the places of every order, [order][n]. */
    int[] ordered() {
        return orders;
    }

    /** Rank coefficients of {@code x} and {@code y} in all orders: the same for all samples that have ties in the same places. */
    NullRanks nullRanks(Sample x, Sample y) {
        return nulls.computeIfAbsent(
                List.of(x.ties(), y.ties()), _ -> new NullRanks(x.sortedRanks(), y.sortedRanks(), orders));
    }

    /** Resamples of some values without ties. */
    Sample.Resampled untied() {
        Sample.Resampled known = untied;
        if (known == null) {
            known = new Sample.Resampled(IntStream.range(0, n).asDoubleStream().toArray(), resampled);
            untied = known;
        }
        return known;
    }

    /** Models of every resample, [resample][n]. */
    int[] resampled() {
        return resampled;
    }

    /** Whether what all resamples do to a sample is small enough to be kept. */
    boolean small() {
        return (long) PairSigns.words(n) * resamples() <= MOST_KEPT;
    }
}
