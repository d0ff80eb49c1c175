/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.correlation.Association.Measured;
import io.carryover.protocols.correlation.Association.None;
import io.carryover.protocols.rank.Ranks;
import io.carryover.protocols.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of one task, held against those of others over the same models in the same order.
 *
 * <p>Draws are taken block by block, and all tasks are held against a block while it lies in the cache.
 */
public final class Predictor {
    private static final double Z = 1.959963984540054;
    private static final int LARGEST_BLOCK = 256;

    private final Outcome x;
    private final Draws draws;
    private final int block;

    /**
     * A predictor.
     *
     * @param x its scores, one per model, on the scale that they are to be compared on
     * @param draws for as many models
     */
    public Predictor(double[] x, Draws draws) {
        if (x.length != draws.models()) {
            throw new IllegalArgumentException(
                    "draws are for %d models, not for %d".formatted(draws.models(), x.length));
        }
        this.x = new Outcome(x);
        this.draws = draws;
        this.block = Math.clamp((1 << 20) / Math.max(1, KendallTau.pairs(x.length)), 8, LARGEST_BLOCK);
    }

    /** Coefficients with each of {@code outcomes}, one value per model. */
    public List<Correlations> with(List<double[]> outcomes) {
        int n = draws.models();
        String tooFew = n < Correlations.FEWEST ? "%d models, and fewer than 4 have no correlation".formatted(n) : "";
        List<Outcome> ys = outcomes.stream().map(Outcome::new).toList();
        List<Outcome> varied = tooFew.isEmpty() && x.varies()
                ? ys.stream().filter(Outcome::varies).toList()
                : List.of();
        List<Correlations> measured = measure(varied);
        List<Correlations> all = new ArrayList<>();
        int next = 0;
        for (Outcome y : ys) {
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

    private List<Correlations> measure(List<Outcome> ys) {
        int[] pearson = new int[ys.size()];
        int[] spearman = new int[ys.size()];
        int[] kendall = new int[ys.size()];
        permute(ys, pearson, spearman, kendall);
        double[][] taus = bootstrap(ys);
        return IntStream.range(0, ys.size())
                .mapToObj(i -> {
                    Outcome y = ys.get(i);
                    var tau = new KendallTau(x.signs, y.signs, draws.models());
                    return new Correlations(
                            draws.models(),
                            measured(Coefficients.r(x.centred, y.centred), this::fisher, pearson[i]),
                            measured(Coefficients.r(x.ranks, y.ranks), this::bonettWright, spearman[i]),
                            new Measured(tau.value(), tau.interval(taus[i]), p(kendall[i]), draws.exact()));
                })
                .toList();
    }

    private Measured measured(double r, java.util.function.DoubleFunction<Interval> interval, int asFar) {
        return new Measured(r, interval.apply(r), p(asFar), draws.exact());
    }

    /** Of drawn orders, the one that was met counts as one more (Phipson and Smyth 2010): p is never 0. */
    private double p(int asFar) {
        return draws.exact() ? (double) asFar / draws.orders() : (asFar + 1.0) / (draws.orders() + 1.0);
    }

    private void permute(List<Outcome> ys, int[] pearson, int[] spearman, int[] kendall) {
        int n = draws.models();
        var sums = new PermutedSums(n, block);
        var rankSums = new PermutedSums(n, block);
        var signs = new PermutedSigns(n, block);
        for (int first = 0; first < draws.orders() && !ys.isEmpty(); first += block) {
            int many = Math.min(block, draws.orders() - first);
            sums.take(x.centred, draws, first, many);
            rankSums.take(x.ranks, draws, first, many);
            signs.take(x.values, draws, first, many);
            for (int i = 0; i < ys.size(); i++) {
                Outcome y = ys.get(i);
                // Orders that give the same sum but for rounding are as far. Rank sums are whole numbers: equal is
                // equal.
                double sum = Math.abs(Coefficients.dot(x.centred, y.centred));
                double rounding = 1e-12
                        * Math.sqrt(Coefficients.dot(x.centred, x.centred) * Coefficients.dot(y.centred, y.centred));
                pearson[i] += sums.atLeast(y.centred, sum - rounding, many);
                spearman[i] += rankSums.atLeast(y.ranks, Math.abs(Coefficients.dot(x.ranks, y.ranks)), many);
                kendall[i] += signs.atLeast(y.signs, Math.abs(x.signs.concordance(y.signs)), many);
            }
        }
    }

    /** Tau of each resample, [outcome][resample]. */
    private double[][] bootstrap(List<Outcome> ys) {
        int n = draws.models();
        double[][] taus = new double[ys.size()][draws.resamples()];
        var products = new PairProducts(n, block);
        int[] concordance = new int[block];
        int[] tiedX = new int[block];
        int[] tiedY = new int[block];
        for (int first = 0; first < draws.resamples() && !ys.isEmpty(); first += block) {
            int many = Math.min(block, draws.resamples() - first);
            products.take(draws, first, many);
            products.ties(x.signs, tiedX, many);
            for (int i = 0; i < ys.size(); i++) {
                PairSigns y = ys.get(i).signs;
                products.concordance(x.signs, y, concordance, many);
                products.ties(y, tiedY, many);
                double[] tau = taus[i];
                for (int d = 0; d < many; d++) {
                    tau[first + d] = KendallTau.tau(concordance[d], KendallTau.pairs(n), tiedX[d], tiedY[d]);
                }
            }
        }
        return taus;
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
        return new Interval(Math.tanh(z - Z * error), Math.tanh(z + Z * error), rule);
    }

    /** Values with what each statistic needs of them: distances from the mean, twice the ranks likewise (whole numbers), order of pairs. */
    private static final class Outcome {
        private final double[] values;
        private final double[] centred;
        private final double[] ranks;
        private final PairSigns signs;

        Outcome(double[] given) {
            values = given.clone();
            centred = Coefficients.centred(values);
            ranks = Ranks.ascending(values);
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = 2 * ranks[i] - (ranks.length + 1);
            }
            signs = PairSigns.of(values);
        }

        boolean varies() {
            return signs.tied() < KendallTau.pairs(values.length);
        }
    }
}
