/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.function.BooleanSupplier;

/**
 * L-BFGS-B 3.0 (Zhu, Byrd, Lu, Nocedal; Morales and Nocedal 2011) without bounds, as SciPy drives it: the same directions,
 * line search, stopping tests and restarts. Without bounds its compact matrices give the two-loop recursion's direction,
 * which is what is computed here.
 */
final class Lbfgs {
    private static final double EPSILON = Math.ulp(1.0);

    /** Why a run ended. */
    enum Stop {
        GRADIENT,
        PROGRESS,
        ITERATIONS,
        EVALUATIONS,
        LINE_SEARCH
    }

    /**
     * The caps of a run.
     *
     * @param memory pairs kept (SciPy: maxcor)
     * @param progress smallest relative decrease of the value (ftol)
     * @param gradient largest gradient entry taken for zero (gtol)
     * @param iterations maxiter
     * @param evaluations maxfun
     * @param trials per line search (maxls)
     */
    record Limits(int memory, double progress, double gradient, int iterations, int evaluations, int trials) {
        /** What scikit-learn 0.22 asked SciPy 1.2 for. */
        static final Limits STUDY = new Limits(10, 2.220446e-9, 1e-4, 100, 15_000, 20);
    }

    /** How a run went. */
    record Outcome(double value, int iterations, int evaluations, Stop stop) {}

    private final LineObjective objective;
    private final Limits limits;
    private final BooleanSupplier cancelled;
    private final double[] x;
    private final double[] gradient;
    private final double[] startX;
    private final double[] startGradient;
    private final double[] direction;
    private final LbfgsMemory memory;
    private double value;
    private int iterations;
    private int evaluations;

    private Lbfgs(LineObjective objective, double[] x, Limits limits, BooleanSupplier cancelled) {
        this.objective = objective;
        this.limits = limits;
        this.cancelled = cancelled;
        this.x = x;
        int n = objective.size();
        gradient = new double[n];
        startX = new double[n];
        startGradient = new double[n];
        direction = new double[n];
        memory = new LbfgsMemory(limits.memory(), n, objective::dot);
    }

    /**
     * Minimises from {@code x}, which ends as the best point.
     *
     * @throws java.util.concurrent.CancellationException where {@code cancelled} turns true between two iterations
     */
    static Outcome minimise(LineObjective objective, double[] x, Limits limits, BooleanSupplier cancelled) {
        Lbfgs run = new Lbfgs(objective, x, limits, cancelled);
        Stop stop = run.run();
        return new Outcome(run.value, run.iterations, run.evaluations, stop);
    }

    private Stop run() {
        value = objective.moveTo(x, gradient);
        evaluations = 1;
        if (objective.flat(gradient, limits.gradient())) {
            return Stop.GRADIENT;
        }
        while (true) {
            if (cancelled.getAsBoolean()) {
                throw new java.util.concurrent.CancellationException("cancelled during a fit");
            }
            System.arraycopy(x, 0, startX, 0, x.length);
            System.arraycopy(gradient, 0, startGradient, 0, x.length);
            double startValue = value;
            memory.direction(gradient, direction);
            // As L-BFGS-B does: the direction is what is left of the rounded target.
            for (int i = 0; i < x.length; i++) {
                direction[i] = x[i] + direction[i] - x[i];
            }
            double startSlope = objective.dot(gradient, direction);
            Step step = search(startValue, startSlope);
            if (!step.found) {
                System.arraycopy(startX, 0, x, 0, x.length);
                value = startValue;
                if (memory.isEmpty()) {
                    return Stop.LINE_SEARCH;
                }
                memory.forget();
                // Trials have moved the function's scratch scores only: it still stands at startX.
                continue;
            }
            iterations++;
            if (iterations >= limits.iterations()) {
                return Stop.ITERATIONS;
            }
            if (evaluations > limits.evaluations()) {
                return Stop.EVALUATIONS;
            }
            if (objective.flat(gradient, limits.gradient())) {
                return Stop.GRADIENT;
            }
            double scale = Math.max(Math.max(Math.abs(startValue), Math.abs(value)), 1);
            if (startValue - value <= limits.progress() * scale) {
                return Stop.PROGRESS;
            }
            memory.update(direction, step.length, gradient, startGradient, startSlope, step.slope, EPSILON);
        }
    }

    private record Step(boolean found, double length, double slope) {
        static final Step NONE = new Step(false, 0, 0);
    }

    private Step search(double startValue, double startSlope) {
        if (!(startSlope < 0)) {
            return Step.NONE;
        }
        double norm = Math.sqrt(objective.dot(direction, direction));
        double first = iterations == 0 ? Math.min(1 / norm, 1e10) : 1;
        MoreThuente search = new MoreThuente(startValue, startSlope, first);
        objective.direction(direction);
        for (int trial = 0; trial < limits.trials(); trial++) {
            double length = search.step();
            for (int i = 0; i < x.length; i++) {
                x[i] = length == 1 ? startX[i] + direction[i] : Math.fma(length, direction[i], startX[i]);
            }
            value = objective.trial(length, x);
            evaluations++;
            double slope = objective.slope();
            if (search.done(value, slope)) {
                objective.accept(gradient);
                return new Step(true, length, slope);
            }
        }
        return Step.NONE;
    }
}
