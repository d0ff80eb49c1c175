/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.protocols.WorkTeam;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The study's many-shot linear evaluation (its section 4.1 and A.2; linear.py of its code): 45 fits on train, the best C by
 * validation, a refit on train + validation, the score on test.
 */
public final class LinearProbe {
    private static final int FITS = 45;

    private LinearProbe() {}

    /**
     * What to run.
     *
     * @param threads that share the arithmetic, the caller among them; the result doesn't depend on it
     */
    public record Settings(LinearProtocol protocol, LinearMetric metric, int threads) {
        private Solver solver() {
            return switch (protocol) {
                case STUDY -> Solver::study;
                case CONVERGED -> NewtonSolver::solve;
            };
        }
    }

    /**
     * Runs the probe.
     *
     * @throws CarryoverException INVALID_FEATURES where splits don't fit together; CLASS_ABSENT where train or test lacks a
     *     class; DEGENERATE_FEATURES where all features are equal; NOT_CONVERGED where {@code converged} can't prove its optimum
     * @throws java.util.concurrent.CancellationException where the monitor says so
     */
    public static LinearResult run(
            LabelledFeatures train,
            LabelledFeatures val,
            LabelledFeatures test,
            Settings settings,
            ProbeMonitor monitor) {
        int classes = ProbeInput.classes(train.byRows(), val.byRows(), test.byRows());
        SplitScorer onVal = new SplitScorer(settings.metric(), settings.protocol(), val.labels(), classes);
        SplitScorer onTest = new SplitScorer(settings.metric(), settings.protocol(), test.labels(), classes);
        List<String> warnings = ProbeInput.check(train.byRows(), onVal, onTest);
        ProbeInput.singles(train.byRows(), val.byRows()).ifPresent(warnings::add);
        try (WorkTeam team = new WorkTeam(settings.threads())) {
            Head.Context context = new Head.Context(settings.protocol(), settings.solver(), team, monitor);
            Sweep sweep = Sweep.run(train, val, onVal, context);
            Head last = Head.from(
                    sweep.start(),
                    train.features().below(val.features()),
                    ProbeInput.join(train.byRows(), val.byRows()),
                    classes,
                    context);
            last.fit(sweep.best().c());
            if (sweep.atEdge()) {
                warnings.add("the best C, " + sweep.best().c()
                        + ", is at the edge of the grid: a better one may lie beyond");
            }
            return result(last, test, onTest, sweep, warnings);
        }
    }

    /**
     * The fits over the grid and their metric on validation, in the order of fitting.
     *
     * @throws CarryoverException as {@link #run} does
     */
    static List<SweepPoint> sweep(
            LabelledFeatures train, LabelledFeatures val, Settings settings, ProbeMonitor monitor) {
        int classes = ProbeInput.classes(train.byRows(), val.byRows());
        SplitScorer onVal = new SplitScorer(settings.metric(), settings.protocol(), val.labels(), classes);
        ProbeInput.check(train.byRows(), onVal, onVal);
        try (WorkTeam team = new WorkTeam(settings.threads())) {
            return Sweep.run(train, val, onVal, new Head.Context(settings.protocol(), settings.solver(), team, monitor))
                    .points();
        }
    }

    /**
     * One fit on train for a C that is given, scored on test.
     *
     * @throws CarryoverException as {@link #run} does
     */
    static LinearResult at(
            double c, LabelledFeatures train, LabelledFeatures test, Settings settings, ProbeMonitor monitor) {
        int classes = ProbeInput.classes(train.byRows(), test.byRows());
        SplitScorer onTrain = new SplitScorer(settings.metric(), settings.protocol(), train.labels(), classes);
        SplitScorer onTest = new SplitScorer(settings.metric(), settings.protocol(), test.labels(), classes);
        ProbeInput.check(train.byRows(), onTrain, onTest);
        try (WorkTeam team = new WorkTeam(settings.threads())) {
            Head.Context context = new Head.Context(settings.protocol(), settings.solver(), team, monitor);
            Head head = Head.forSweep(train.features(), train.labels(), classes, context);
            Solver.Solved solved = head.fit(c);
            SweepPoint point =
                    new SweepPoint(c, Double.NaN, solved.objective(), solved.iterations(), solved.certificate());
            monitor.fitted(point, 1, 1);
            return result(
                    head,
                    test,
                    onTest,
                    new Sweep(List.of(point), point, new Sweep.Parameters(head.parameters()), Optional.empty()),
                    List.of());
        }
    }

    private static LinearResult result(
            Head head, LabelledFeatures test, SplitScorer onTest, Sweep sweep, List<String> warnings) {
        Scores scores = head.score(Design.forScoring(test.features()));
        return result(head.parameters(), test.features().dimension(), scores, onTest, sweep, warnings);
    }

    static LinearResult result(
            double[][] parameters,
            int dimension,
            Scores scores,
            SplitScorer onTest,
            Sweep sweep,
            List<String> warnings) {
        ProbeWeights weights = ProbeWeights.of(parameters, onTest.labels(), dimension, onTest);
        List<SweepPoint> points = new ArrayList<>(sweep.points());
        points.sort(Comparator.comparingDouble(SweepPoint::c).reversed());
        return new LinearResult(onTest, sweep, points, warnings, scores, weights.rows(), weights.intercepts());
    }

    /** The values of C, from 1e6 down to 1e-5: inverses of weight decays that the study kept as float32. */
    static double[] grid() {
        double[] grid = new double[FITS];
        for (int i = 0; i < FITS; i++) {
            grid[i] = 1.0 / (float) Math.pow(10, -6 + 0.25 * i);
        }
        return grid;
    }
}
