/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Linear accuracy against labels per class, beyond the study. A subset is a random order of every class's images, the same
 * for every backbone: with n labels it has the first n, so that a larger number of labels holds the smaller one. C is chosen
 * inside it: the images of each class are cut into min(n, 5) parts. Below {@link #PLENTY} labels each part is held out in turn
 * and the metric averaged; from there on the last one alone is. Then all are fitted. One label per class has nothing to hold
 * out: its C is {@link #C_OF_ONE_LABEL}. Every fit goes to its optimum, of equal C the smallest is taken
 * ({@link LinearProtocol#CONVERGED}).
 */
public final class LabelEfficiency {
    /** Scikit-learn's default: where nothing can be chosen, what most would have used. */
    public static final double C_OF_ONE_LABEL = 1;

    /** Labels per class whose last fifth is enough to choose C on. */
    static final int PLENTY = 20;

    private static final int PARTS = 5;
    /** Percent: means of equal accuracies may differ by it. */
    private static final double ROUNDING = 1e-9;

    private static final int FITS = LinearProbe.grid().length;

    private final LabelledFeatures pool;
    private final LabelledFeatures test;
    private final Settings settings;
    /** Rows of each class in the pool, in order. */
    private final int[][] rows;

    private LabelEfficiency(LabelledFeatures pool, LabelledFeatures test, Settings settings) {
        this.pool = pool;
        this.test = test;
        this.settings = settings;
        int classes = ProbeInput.classes(pool.byRows(), test.byRows());
        Labels.Single labels = single(pool);
        rows = IntStream.range(0, classes)
                .mapToObj(c -> IntStream.range(0, labels.size())
                        .filter(i -> labels.at(i) == c)
                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * What to run.
     *
     * @param labels per class, ascending, 1 at least
     * @param subsets drawn for each number of labels
     * @param metric {@code TOP1} or {@code MEAN_PER_CLASS}
     * @param threads that share the arithmetic; the result doesn't depend on it
     */
    public record Settings(List<Integer> labels, int subsets, long seed, LinearMetric metric, int threads) {
        /**
         * Checks them.
         *
         * @throws CarryoverException INVALID_REQUEST where one makes no sense
         */
        public Settings {
            labels = List.copyOf(labels);
            boolean ascending = !labels.isEmpty() && labels.getFirst() >= 1;
            for (int i = 1; i < labels.size(); i++) {
                ascending &= labels.get(i) > labels.get(i - 1);
            }
            if (!ascending || subsets < 2 || threads < 1 || metric == LinearMetric.MAP11) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "label efficiency needs ascending numbers of labels from 1 on, 2 subsets, a thread and one class per image,"
                                + " not %s, %d, %d and %s".formatted(labels, subsets, threads, metric));
            }
        }
    }

    /**
     * Runs it.
     *
     * @param pool training and validation images
     * @throws CarryoverException CLASS_ABSENT where the pool or the test split lacks a class; INVALID_FEATURES,
     *     DEGENERATE_FEATURES, NOT_CONVERGED as {@link LinearProbe#run} has them
     * @throws CancellationException where the monitor says so
     */
    public static LabelCurve run(
            LabelledFeatures pool, LabelledFeatures test, Settings settings, ProbeMonitor monitor) {
        return new LabelEfficiency(pool, test, settings).run(monitor);
    }

    private LabelCurve run(ProbeMonitor monitor) {
        int smallest = smallestClass();
        List<Integer> given =
                settings.labels().stream().filter(n -> n <= smallest).toList();
        if (given.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    "%d labels per class are asked for, the smallest class has %d images"
                            .formatted(settings.labels().getFirst(), smallest));
        }
        int total = settings.subsets()
                * given.stream().mapToInt(LabelEfficiency::fits).sum();
        int before = 0;
        List<LabelCurve.Point> points = new ArrayList<>();
        for (int labels : given) {
            List<Double> values = new ArrayList<>();
            List<Double> chosen = new ArrayList<>();
            List<int[]> predicted = new ArrayList<>();
            for (int subset = 0; subset < settings.subsets(); subset++) {
                LinearResult result = probe(subset(subset, labels), shifted(monitor, before, total));
                before += fits(labels);
                values.add(result.testValue());
                chosen.add(result.bestC());
                predicted.add(result.testPredicted());
            }
            points.add(new LabelCurve.Point(labels, List.copyOf(values), List.copyOf(chosen), predicted));
        }
        return new LabelCurve(
                points,
                settings.labels().subList(given.size(), settings.labels().size()),
                smallest);
    }

    /** Rows of the pool by class, so many of each, in the order in which they were drawn. */
    int[][] subset(int number, int labels) {
        RandomGenerator random = Seeds.stream(settings.seed(), number);
        int[][] drawn = new int[rows.length][];
        for (int c = 0; c < rows.length; c++) {
            int[] order = rows[c].clone();
            for (int i = 0; i < order.length - 1; i++) {
                int other = random.nextInt(i, order.length);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
            drawn[c] = Arrays.copyOf(order, labels);
        }
        return drawn;
    }

    /** The probe on one subset. */
    LinearResult probe(int[][] drawn, ProbeMonitor monitor) {
        LinearProbe.Settings probe =
                new LinearProbe.Settings(LinearProtocol.CONVERGED, settings.metric(), settings.threads());
        double c = drawn[0].length == 1 ? C_OF_ONE_LABEL : choose(drawn, probe, monitor);
        return LinearProbe.at(c, part(drawn, _ -> true), test, probe, shifted(monitor, fits(drawn[0].length) - 1, 0));
    }

    /** The C with the highest metric on what is held out, on average over the turns. */
    private double choose(int[][] drawn, LinearProbe.Settings probe, ProbeMonitor monitor) {
        int labels = drawn[0].length;
        int parts = Math.min(labels, PARTS);
        double[] values = new double[FITS];
        List<SweepPoint> points = List.of();
        for (int turn = 0; turn < turns(labels); turn++) {
            int out = parts - 1 - turn;
            points = LinearProbe.sweep(
                    part(drawn, i -> i * parts / labels != out),
                    part(drawn, i -> i * parts / labels == out),
                    probe,
                    shifted(monitor, turn * FITS, 0));
            for (int i = 0; i < FITS; i++) {
                values[i] += points.get(i).value();
            }
        }
        int best = 0;
        for (int i = 1; i < FITS; i++) {
            if (values[i] > values[best] + ROUNDING) {
                best = i;
            }
        }
        return points.get(best).c();
    }

    private static int turns(int labels) {
        return labels < PLENTY ? Math.min(labels, PARTS) : 1;
    }

    private static int fits(int labels) {
        return labels == 1 ? 1 : turns(labels) * FITS + 1;
    }

    private LabelledFeatures part(int[][] drawn, IntPredicate taken) {
        int[] chosen = Arrays.stream(drawn)
                .flatMapToInt(ofClass ->
                        IntStream.range(0, ofClass.length).filter(taken).map(i -> ofClass[i]))
                .toArray();
        Labels.Single labels = single(pool);
        return new LabelledFeatures(
                pool.features().select(chosen),
                Labels.of(Arrays.stream(chosen).map(labels::at).toArray()));
    }

    private int smallestClass() {
        int smallest = Integer.MAX_VALUE;
        for (int c = 0; c < rows.length; c++) {
            if (rows[c].length == 0) {
                throw new CarryoverException(
                        ErrorCode.CLASS_ABSENT, "class %d has no image in train and val".formatted(c));
            }
            smallest = Math.min(smallest, rows[c].length);
        }
        return smallest;
    }

    private static Labels.Single single(LabelledFeatures split) {
        return switch (split.labels()) {
            case Labels.Single single -> single;
            case Labels.Multi _ ->
                throw new CarryoverException(ErrorCode.INVALID_REQUEST, "label efficiency needs one class per image");
        };
    }

    /** Counts on from what was done before; {@code total} stands where it is known, above zero. */
    private static ProbeMonitor shifted(ProbeMonitor monitor, int before, int total) {
        return new ProbeMonitor() {
            @Override
            public void fitted(SweepPoint point, int done, int ignored) {
                monitor.fitted(point, before + done, total);
            }

            @Override
            public boolean cancelled() {
                return monitor.cancelled();
            }
        };
    }

    /** For tests that bring their own subsets. */
    static LabelEfficiency of(LabelledFeatures pool, LabelledFeatures test, Settings settings) {
        return new LabelEfficiency(pool, test, settings);
    }
}
