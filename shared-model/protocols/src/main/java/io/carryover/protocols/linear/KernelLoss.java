/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.WorkTeam;
import java.util.Arrays;

/**
 * The function of {@link SoftmaxLoss} for weights that are sums of images, W = A X, which is all that a fit from zero ever
 * sees: the gradient is such a sum, and so is every step. With as many features as images or more, iterations cost one
 * product with the kernel matrix instead of two with the features.
 *
 * <p>A vector is laid out as A [K,N], the K intercepts, and A (X X') [K,N]. The last part follows from the first; it is
 * carried along because sums of vectors then need no product, and because it makes the inner product of two vectors the one
 * of the weights that they stand for. So the optimiser takes the same steps as on the weights, but for rounding.
 */
final class KernelLoss implements PenalisedLoss, Scorer {
    private final int rows;
    private final int dimension;
    private final int classes;
    private final WorkTeam team;
    private final KernelMatrix kernel;
    private final BackProduct back;
    private final LineScores line;
    private final SoftmaxBlock[] blocks;
    /** Residuals, or another sum of images, block by block. */
    private final double[][][] sums;

    /** Sums times the kernel matrix, band by band. */
    private final double[][][] products;

    private final double[] weights;
    private double penalty = 1;
    private double[] tried = new double[0];
    private double slope;

    KernelLoss(FeatureMatrix features, int[] labels, int classes, WorkTeam team) {
        rows = features.rows();
        dimension = features.dimension();
        this.classes = classes;
        this.team = team;
        kernel = KernelMatrix.of(features, team);
        Design design = Design.forGradients(features);
        back = new BackProduct(design, classes, team);
        line = new LineScores(this, labels, classes, team);
        blocks = line.blocks;
        sums = new double[blocks.length][classes][];
        for (int i = 0; i < blocks.length; i++) {
            for (int c = 0; c < classes; c++) {
                sums[i][c] = new double[Design.roundUp(length(i))];
            }
        }
        products = new double[kernel.bands][classes][];
        for (int band = 0; band < kernel.bands; band++) {
            for (int c = 0; c < classes; c++) {
                products[band][c] = new double[kernel.width(band)];
            }
        }
        weights = new double[classes * dimension];
    }

    @Override
    public void penalty(double penalty) {
        this.penalty = penalty;
    }

    @Override
    public int size() {
        return 2 * classes * rows + classes;
    }

    @Override
    public int weightsPerClass() {
        return rows;
    }

    private int intercepts() {
        return classes * rows;
    }

    private int scores() {
        return classes * rows + classes;
    }

    @Override
    public void score(int block, double[] x, int count, double[][] z) {
        int first = scores() + block * Design.BLOCK;
        for (int c = 0; c < count; c++) {
            for (int k = 0; k < z[c].length; k++) {
                z[c][k] += x[first + c * rows + k];
            }
        }
    }

    /** Moves there, after the part of {@code x} that follows from the others is made anew: rounding has drifted it. */
    @Override
    public double moveTo(double[] x, double[] gradient) {
        split(x);
        multiply();
        joinProducts(x);
        line.moveTo(x);
        tried = x;
        gradient(gradient);
        return value(x);
    }

    @Override
    public void direction(double[] d) {
        line.direction(d);
    }

    @Override
    public double trial(double step, double[] x) {
        line.trial(step);
        tried = x;
        slope = line.addSlopeTo(penalty * dotOfWeights(x, line.direction()));
        return value(x);
    }

    @Override
    public double slope() {
        return slope;
    }

    @Override
    public void accept(double[] gradient) {
        line.accept();
        gradient(gradient);
    }

    @Override
    public double dot(double[] a, double[] b) {
        return dotOfWeights(a, b) + Vectors.dot(a, b, intercepts(), scores());
    }

    private double dotOfWeights(double[] a, double[] b) {
        return Vectors.dot(a, 0, b, scores(), intercepts());
    }

    /** The largest entry lies between the norm and its share in all entries: only between the two are the weights needed. */
    @Override
    public boolean flat(double[] gradient, double tolerance) {
        double norm = Math.sqrt(dot(gradient, gradient));
        if (norm <= tolerance) {
            return true;
        }
        if (norm > tolerance * Math.sqrt(weights.length + classes)) {
            return false;
        }
        double most = Vectors.maxAbs(Arrays.copyOfRange(gradient, intercepts(), scores()));
        return most <= tolerance && Vectors.maxAbs(weights(gradient)) <= tolerance;
    }

    /** What a vector stands for, laid out as {@link SoftmaxLoss} has it. */
    double[] parameters(double[] x) {
        double[] parameters = Arrays.copyOf(weights(x), classes * dimension + classes);
        System.arraycopy(x, intercepts(), parameters, classes * dimension, classes);
        return parameters;
    }

    private double[] weights(double[] x) {
        split(x);
        back.multiply(sums, weights);
        return weights;
    }

    private double value(double[] x) {
        return line.crossEntropy() + 0.5 * penalty * dotOfWeights(x, x);
    }

    private void gradient(double[] g) {
        for (int i = 0; i < blocks.length; i++) {
            for (int c = 0; c < classes - 1; c++) {
                System.arraycopy(blocks[i].residuals()[c], 0, sums[i][c], 0, sums[i][c].length);
            }
            minusOthers(sums[i]);
        }
        multiply();
        joinSums(g);
        joinProducts(g);
        for (int i = 0; i < intercepts(); i++) {
            g[i] = Math.fma(penalty, tried[i], g[i]);
        }
        for (int i = scores(); i < g.length; i++) {
            g[i] = Math.fma(penalty, tried[i], g[i]);
        }
        for (int c = 0; c < classes; c++) {
            g[intercepts() + c] = line.residualSum(c);
        }
    }

    /** products = sums (X X'). */
    private void multiply() {
        team.run(kernel.bands, band -> {
            for (double[] row : products[band]) {
                Arrays.fill(row, 0);
            }
            kernel.multiply(band, sums, classes - 1, products[band]);
            minusOthers(products[band]);
        });
    }

    private void minusOthers(double[][] rowsOfClasses) {
        double[] last = rowsOfClasses[classes - 1];
        Arrays.fill(last, 0);
        for (int c = 0; c < classes - 1; c++) {
            Kernels.subtract(last, rowsOfClasses[c], last.length);
        }
    }

    private void split(double[] x) {
        for (int i = 0; i < blocks.length; i++) {
            for (int c = 0; c < classes; c++) {
                System.arraycopy(x, c * rows + i * Design.BLOCK, sums[i][c], 0, length(i));
            }
        }
    }

    private void joinSums(double[] x) {
        for (int i = 0; i < blocks.length; i++) {
            for (int c = 0; c < classes; c++) {
                System.arraycopy(sums[i][c], 0, x, c * rows + i * Design.BLOCK, length(i));
            }
        }
    }

    private void joinProducts(double[] x) {
        for (int band = 0; band < kernel.bands; band++) {
            for (int c = 0; c < classes; c++) {
                double[] part = products[band][c];
                System.arraycopy(part, 0, x, scores() + c * rows + kernel.start(band), part.length);
            }
        }
    }

    private int length(int block) {
        return Math.min(Design.BLOCK, rows - block * Design.BLOCK);
    }
}
