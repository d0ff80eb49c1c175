/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.WorkTeam;
import java.util.Arrays;

/**
 * f(W, b) = sum over images of the cross entropy + penalty/2 * ||W||², parameters laid out as K rows of D weights and then K
 * intercepts. Started from parameters whose rows add up to zero over the classes (zero is one), every gradient and every
 * L-BFGS direction adds up to zero too; so the last class is never multiplied out, it is minus the sum of the others.
 */
final class SoftmaxLoss implements NewtonLoss {
    final Design design;
    final int classes;
    final WorkTeam team;
    private final LineScores scores;
    private final SoftmaxBlock[] blocks;
    private final BackProduct back;
    private final double[][][] residuals;
    private final double[][][] bent;
    private final Preconditioning preconditioning;
    private double penalty = 1;
    private double[] at = new double[0];
    private double[] tried = new double[0];
    private double slope;

    SoftmaxLoss(Design design, int[] labels, int classes, WorkTeam team) {
        this(design, labels, classes, new Preconditioning(BlockPreconditioner.ROOM), team);
    }

    SoftmaxLoss(Design design, int[] labels, int classes, Preconditioning preconditioning, WorkTeam team) {
        this.preconditioning = preconditioning;
        this.design = design;
        this.classes = classes;
        this.team = team;
        scores = new LineScores(design, labels, classes, team);
        blocks = scores.blocks;
        residuals = new double[blocks.length][][];
        Arrays.setAll(residuals, i -> blocks[i].residuals());
        bent = new double[blocks.length][classes][];
        for (int i = 0; i < blocks.length; i++) {
            for (int c = 0; c < classes; c++) {
                bent[i][c] = new double[Design.roundUp(design.length(i))];
            }
        }
        back = new BackProduct(design, classes, team);
    }

    @Override
    public void penalty(double penalty) {
        this.penalty = penalty;
    }

    @Override
    public double rounding() {
        return 4 * Math.ulp(1.0) * design.rows;
    }

    @Override
    public int weights() {
        return classes * design.dimension;
    }

    @Override
    public int size() {
        return weights() + classes;
    }

    @Override
    public double moveTo(double[] x, double[] gradient) {
        double value = moveTo(x);
        gradient(gradient);
        return value;
    }

    /** Moves to {@code x} without the work of a gradient. */
    double moveTo(double[] x) {
        at = x.clone();
        scores.moveTo(at);
        tried = at;
        return value(at);
    }

    @Override
    public void direction(double[] d) {
        scores.direction(d);
    }

    @Override
    public double trial(double step, double[] x) {
        scores.trial(step);
        tried = x;
        slope = scores.addSlopeTo(penalty * Vectors.dot(x, scores.direction(), 0, weights()));
        return value(x);
    }

    @Override
    public double slope() {
        return slope;
    }

    @Override
    public void accept(double[] gradient) {
        scores.accept();
        at = tried;
        gradient(gradient);
    }

    @Override
    public double shift(double[] by, double[] gradient) {
        for (int c = 0; c < classes; c++) {
            at[weights() + c] += by[c];
        }
        team.run(blocks.length, i -> {
            blocks[i].shift(by);
            blocks[i].evaluateBase();
        });
        tried = at;
        gradient(gradient);
        return value(at);
    }

    @Override
    public void hessianTimes(double[] v, double[] out) {
        double[][] sumsOfBlocks = new double[blocks.length][];
        team.run(blocks.length, i -> sumsOfBlocks[i] = blocks[i].bend(design, i, v, bent[i]));
        back.multiply(bent, out);
        for (int i = 0; i < weights(); i++) {
            out[i] = Math.fma(penalty, v[i], out[i]);
        }
        for (int c = 0; c < classes; c++) {
            double sum = 0;
            for (double[] ofBlock : sumsOfBlocks) {
                sum += ofBlock[c];
            }
            out[weights() + c] = sum;
        }
    }

    @Override
    public void solveIntercepts(double[] b) {
        Cholesky.of(interceptHessian()).solve(b);
    }

    /** Hessian with respect to all intercepts but the last, lower triangle. */
    double[][] interceptHessian() {
        double[][] h = new double[classes - 1][classes - 1];
        for (SoftmaxBlock block : blocks) {
            double[][] p = new double[classes - 1][];
            Arrays.setAll(p, block::probabilities);
            team.run(classes - 1, c -> {
                for (int l = 0; l <= c; l++) {
                    h[c][l] += (c == l ? Vectors.sum(p[c], p[c].length) : 0) - Vectors.dot(p[c], p[l]);
                }
            });
        }
        return h;
    }

    /** Curvature of each image's cross entropy in its scores for some classes, their mean; per block. */
    double[][] curvature(int fromClass, int toClass) {
        double[][] s = new double[blocks.length][];
        Arrays.setAll(s, i -> blocks[i].curvature(fromClass, toClass));
        return s;
    }

    @Override
    public Preconditioner preconditioner() {
        return preconditioning.of(this);
    }

    @Override
    public void spent(ConjugateGradients.Effort effort) {
        preconditioning.spent(effort);
    }

    double penalty() {
        return penalty;
    }

    private double value(double[] x) {
        return scores.crossEntropy() + 0.5 * penalty * Vectors.dot(x, x, 0, weights());
    }

    private void gradient(double[] g) {
        back.multiply(residuals, g);
        for (int i = 0; i < weights(); i++) {
            g[i] = Math.fma(penalty, tried[i], g[i]);
        }
        for (int c = 0; c < classes; c++) {
            g[weights() + c] = scores.residualSum(c);
        }
    }
}
