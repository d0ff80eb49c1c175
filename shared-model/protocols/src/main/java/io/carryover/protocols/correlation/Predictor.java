/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.correlation.Association.Measured;
import io.carryover.protocols.correlation.Association.None;
import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Scores of one task, held against those of others over the same models in the same order.
 *
 * <p>Draws are taken block by block, and all tasks are held against a block while it lies in the cache.
 */
public final class Predictor {
    private static final int LARGEST_BLOCK = 256;

    private final Sample x;
    private final Draws draws;
    private final int block;

    /** A predictor. */
    public Predictor(Sample x) {
        this.x = x;
        this.draws = x.draws();
        this.block = Math.clamp((1 << 20) / Math.max(1, KendallTau.pairs(draws.models())), 8, LARGEST_BLOCK);
    }

    /** Coefficients with each of {@code outcomes}, which are of the same models in the same order and of the same draws. */
    public List<Correlations> with(List<Sample> outcomes) {
        int n = draws.models();
        String tooFew = n < Correlations.FEWEST ? "%d models, and fewer than 4 have no correlation".formatted(n) : "";
        List<Sample> varied = tooFew.isEmpty() && x.varies()
                ? outcomes.stream().filter(Sample::varies).toList()
                : List.of();
        List<Correlations> measured = measure(varied);
        List<Correlations> all = new ArrayList<>();
        int next = 0;
        for (Sample y : outcomes) {
            if (!tooFew.isEmpty()) {
                all.add(none(tooFew));
            } else if (!x.varies()) {
                all.add(none("all %d values of the reference are equal".formatted(n)));
            } else if (!y.varies()) {
                all.add(none("all %d values are equal".formatted(n)));
            } else {
                all.add(measured.get(next++));
            }
        }
        return List.copyOf(all);
    }

    private Correlations none(String reason) {
        return new Correlations(draws.models(), new None(reason), new None(reason), new None(reason));
    }

    private List<Correlations> measure(List<Sample> ys) {
        List<Test> tests = ys.stream().map(y -> new Test(x, y)).toList();
        // Orders of sorted values are as random as orders of values, and what they make of ranks is nearly always the
        // same.
        double[] centred = x.sortedCentred();
        for (int first = 0; first < draws.orders() && !tests.isEmpty(); first += block) {
            var sums = new PermutedSums(centred, draws.ordered(), first, Math.min(block, draws.orders() - first));
            tests.forEach(test -> test.count(sums));
        }
        var bca = new Bca(draws.resamples());
        double[] taus = new double[draws.resamples()];
        return tests.stream().map(test -> correlations(test, bca, taus)).toList();
    }

    private Correlations correlations(Test test, Bca bca, double[] taus) {
        Sample y = test.y;
        var tau = new KendallTau(x.signs(), y.signs(), draws.models());
        NullRanks byChance = draws.nullRanks(x, y);
        double rankSum = Math.abs(Coefficients.dot(x.ranks(), y.ranks()));
        x.taus(y, taus);
        int concordance = Math.abs(x.signs().concordance(y.signs()));
        return new Correlations(
                draws.models(),
                measured(Coefficients.r(x.centred(), y.centred()), this::fisher, test.asFar),
                measured(Coefficients.r(x.ranks(), y.ranks()), this::bonettWright, byChance.sumsAtLeast(rankSum)),
                new Measured(
                        tau.value(),
                        tau.interval(bca, taus),
                        p(byChance.concordancesAtLeast(concordance)),
                        draws.exact()));
    }

    private Measured measured(double r, DoubleFunction<Interval> interval, int asFar) {
        return new Measured(r, interval.apply(r), p(asFar), draws.exact());
    }

    /** Of drawn orders, the one that was met counts as one more (Phipson and Smyth 2010): p is never 0. */
    private double p(int asFar) {
        return draws.exact() ? (double) asFar / draws.orders() : (asFar + 1.0) / (draws.orders() + 1.0);
    }

    private Interval fisher(double r) {
        return onZ(r, Math.sqrt(1.0 / (draws.models() - 3)), "fisher-z");
    }

    private Interval bonettWright(double rho) {
        return onZ(rho, Math.sqrt((1 + rho * rho / 2) / (draws.models() - 3)), "bonett-wright");
    }

    private static Interval onZ(double r, double error, String rule) {
        if (Math.abs(r) >= 1) {
            return new Interval(r, r, rule);
        }
        double z = Math.log((1 + r) / (1 - r)) / 2;
        return new Interval(Math.tanh(z - Normal.Z975 * error), Math.tanh(z + Normal.Z975 * error), rule);
    }

    /** How many orders have an r that is as far from 0 as the one that was met. */
    private static final class Test {
        private final Sample y;
        private final double[] sorted;
        private final double sum;
        private int asFar;

        Test(Sample x, Sample y) {
            this.y = y;
            this.sorted = y.sortedCentred();
            // Orders that give the same sum but for rounding are as far.
            double scale =
                    Math.sqrt(Coefficients.dot(x.centred(), x.centred()) * Coefficients.dot(y.centred(), y.centred()));
            this.sum = Math.abs(Coefficients.dot(x.centred(), y.centred())) - 1e-12 * scale;
        }

        void count(PermutedSums sums) {
            asFar += sums.atLeast(sorted, sum);
        }
    }
}
