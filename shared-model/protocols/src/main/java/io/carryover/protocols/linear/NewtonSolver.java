/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The true optimum of F = C·ΣCE + ½‖W‖², proved: with the intercepts at their optimum F is 1-strongly convex in W, so that
 * F - F* is at most ½‖∇_W F‖². Newton's method, its systems solved by preconditioned conjugate gradients, then Newton's
 * method on the intercepts alone.
 */
final class NewtonSolver {
    /** What the protocol asks of (F - F*) / F. */
    static final double REQUIRED = 1e-6;
    /**
     * What is aimed at: the last step is quadratic, so this costs little, and the order of nearly equal scores, on which
     * average precision hangs, is then the optimum's.
     */
    private static final double AIMED = 1e-12;

    /**
     * When a fit is done, as bounds of (F - F*) / F.
     *
     * @param aimed where it stops
     * @param required what it must have reached by then
     */
    record Goal(double aimed, double required) {
        static final Goal CONVERGED = new Goal(AIMED, REQUIRED);
    }

    private static final int STEPS = 200;
    private static final int POLISHES = 30;
    private static final int HALVINGS = 40;

    private final NewtonLoss loss;
    private final double c;
    private final Goal goal;
    private final BooleanSupplier cancelled;
    private final double[] x;
    private final double[] gradient;
    private final double[] direction;
    private double value;

    private NewtonSolver(NewtonLoss loss, double c, Goal goal, double[] x, BooleanSupplier cancelled) {
        this.loss = loss;
        this.c = c;
        this.goal = goal;
        this.x = x;
        this.cancelled = cancelled;
        gradient = new double[x.length];
        direction = new double[x.length];
    }

    /**
     * Fits from {@code x} to the protocol's certificate.
     *
     * @throws CarryoverException NOT_CONVERGED where the certificate is out of reach
     */
    static Solver.Solved solve(NewtonLoss loss, double c, double[] x, BooleanSupplier cancelled) {
        return solve(loss, c, Goal.CONVERGED, x, cancelled);
    }

    /** As {@link #solve(NewtonLoss, double, double[], BooleanSupplier)}, to another goal. */
    static Solver.Solved solve(NewtonLoss loss, double c, Goal goal, double[] x, BooleanSupplier cancelled) {
        loss.penalty(1 / c);
        return new NewtonSolver(loss, c, goal, x, cancelled).solve();
    }

    private Solver.Solved solve() {
        value = loss.moveTo(x, gradient);
        int steps = 0;
        boolean progress = true;
        double before = Double.POSITIVE_INFINITY;
        while (progress && gap() > goal.aimed()) {
            // Below what is required, a step that no longer halves the bound has met rounding.
            if (gap() <= goal.required() && gap() > before / 2) {
                break;
            }
            before = gap();
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("cancelled during a fit");
            }
            if (++steps > STEPS) {
                break;
            }
            progress = step();
        }
        polishIntercepts();
        double certificate = gap();
        if (!(certificate <= goal.required())) {
            throw new CarryoverException(
                    ErrorCode.NOT_CONVERGED,
                    "the fit for C = " + c + " stopped " + certificate + " from its optimum after " + steps + " steps");
        }
        return new Solver.Solved(c * value, steps, certificate);
    }

    /** Bound of (F - F*) / F; here f = F / C, so ½‖∇_W F‖² / F is ½ C ‖∇_W f‖² / f. */
    private double gap() {
        return 0.5 * c * Vectors.dot(gradient, gradient, 0, loss.weights()) / value;
    }

    private boolean step() {
        ConjugateGradients.Goal enough = new ConjugateGradients.Goal(
                Math.min(0.05, Math.sqrt(gap())), 0.5 * Math.sqrt(2 * goal.aimed() * value / c));
        try {
            loss.spent(ConjugateGradients.solve(loss, loss.preconditioner(), gradient, enough, direction, cancelled));
        } catch (ArithmeticException e) {
            throw new CarryoverException(
                    ErrorCode.NOT_CONVERGED, "the fit for C = " + c + " met features that depend on each other", e);
        }
        double slope = Vectors.dot(gradient, direction);
        if (!(slope < 0)) {
            return false;
        }
        loss.direction(direction);
        double[] next = new double[x.length];
        double length = 1;
        for (int i = 0; i < HALVINGS; i++, length /= 2) {
            for (int j = 0; j < x.length; j++) {
                next[j] = Math.fma(length, direction[j], x[j]);
            }
            double tried = loss.trial(length, next);
            // Near the optimum the decrease drowns in the value's last digits: there the slope tells.
            boolean lower = tried <= value + 1e-4 * length * slope;
            boolean level = tried <= value + 1e-13 * Math.abs(value) + loss.rounding()
                    && Math.abs(loss.slope()) <= 0.5 * Math.abs(slope);
            if (lower || level) {
                loss.accept(gradient);
                System.arraycopy(next, 0, x, 0, x.length);
                value = tried;
                return true;
            }
        }
        return false;
    }

    /** Newton on the intercepts until their gradient no longer halves: then it is rounding. */
    private void polishIntercepts() {
        int classes = x.length - loss.weights();
        double before = Double.POSITIVE_INFINITY;
        for (int i = 0; i < POLISHES; i++) {
            double now = 0;
            for (int k = 0; k < classes; k++) {
                now = Math.max(now, Math.abs(gradient[loss.weights() + k]));
            }
            if (now == 0 || now > before / 2) {
                return;
            }
            before = now;
            double[] by = interceptStep(classes);
            value = loss.shift(by, gradient);
            for (int k = 0; k < classes; k++) {
                x[loss.weights() + k] += by[k];
            }
        }
    }

    private double[] interceptStep(int classes) {
        double[] by = new double[classes - 1];
        for (int k = 0; k < classes - 1; k++) {
            by[k] = -gradient[loss.weights() + k];
        }
        loss.solveIntercepts(by);
        double mean = Vectors.sum(by, by.length) / classes;
        double[] centred = new double[classes];
        for (int k = 0; k < classes; k++) {
            centred[k] = (k < classes - 1 ? by[k] : 0) - mean;
        }
        return centred;
    }
}
