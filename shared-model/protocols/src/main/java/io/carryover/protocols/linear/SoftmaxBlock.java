/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.Arrays;

/** Scores, probabilities and residuals of one block of images; every array is [K][rows of the block]. */
final class SoftmaxBlock {
    /** Logarithms are taken of products of this many sums at once: each lies in [1, K], so the product can't overflow. */
    private static final int PER_LOGARITHM = 16;

    private final int[] labels;
    private final int n;
    private final int classes;
    private double[][] base;
    private double[][] trial;
    private final double[][] move;
    private final double[][] residuals;
    private final double[] most;
    private final double[] total;
    private final double[] scratch;
    private double crossEntropy;
    private double slope;

    SoftmaxBlock(int[] labels, int classes) {
        this.labels = labels;
        this.classes = classes;
        n = labels.length;
        base = new double[classes][n];
        trial = new double[classes][n];
        move = new double[classes][n];
        residuals = new double[classes][Design.roundUp(n)];
        most = new double[n];
        total = new double[n];
        scratch = new double[n];
    }

    /** Scores of the parameters {@code x}. */
    void base(Scorer scorer, int block, double[] x) {
        score(scorer, block, x, base);
    }

    /** Scores of the direction {@code d}. */
    void move(Scorer scorer, int block, double[] d) {
        score(scorer, block, d, move);
    }

    private void score(Scorer scorer, int block, double[] x, double[][] z) {
        int intercepts = classes * scorer.weightsPerClass();
        double[] last = z[classes - 1];
        Arrays.fill(last, 0);
        for (int c = 0; c < classes - 1; c++) {
            Arrays.fill(z[c], x[intercepts + c]);
        }
        scorer.score(block, x, classes - 1, z);
        for (int c = 0; c < classes - 1; c++) {
            Kernels.subtract(last, z[c], n);
        }
    }

    /** Loss and residuals at the base itself. */
    void evaluateBase() {
        System.arraycopy(base[0], 0, most, 0, n);
        for (int c = 1; c < classes; c++) {
            Kernels.max(most, base[c], n);
        }
        exponentials(base);
        for (int c = 0; c < classes; c++) {
            Kernels.multiply(residuals[c], total, n);
        }
        for (int k = 0; k < n; k++) {
            residuals[labels[k]][k] -= 1;
        }
    }

    /** Loss, residuals and slope at base + step * move. */
    void evaluate(double step) {
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int c = 0; c < classes; c++) {
            Kernels.along(trial[c], base[c], move[c], step, most, n);
        }
        exponentials(trial);
        Arrays.fill(scratch, 0);
        for (int c = 0; c < classes; c++) {
            Kernels.multiplyAndDot(residuals[c], total, move[c], scratch, n);
        }
        for (int k = 0; k < n; k++) {
            residuals[labels[k]][k] -= 1;
            scratch[k] -= move[labels[k]][k];
        }
        slope = Vectors.sum(scratch, n);
    }

    /** Fills {@code residuals} with exponentials, {@code total} with the inverse of their sums, and the cross entropy. */
    private void exponentials(double[][] z) {
        Arrays.fill(total, 0);
        for (int c = 0; c < classes; c++) {
            Kernels.exp(residuals[c], z[c], most, total, scratch, n);
        }
        crossEntropy = 0;
        for (int from = 0; from < n; from += PER_LOGARITHM) {
            double product = 1;
            double margin = 0;
            for (int k = from; k < Math.min(from + PER_LOGARITHM, n); k++) {
                product *= total[k];
                margin += most[k] - z[labels[k]][k];
            }
            crossEntropy += Math.log(product) + margin;
        }
        Kernels.reciprocal(total, total, n);
    }

    /** Adds to the intercepts of the base. */
    void shift(double[] by) {
        for (int c = 0; c < classes; c++) {
            for (int k = 0; k < n; k++) {
                base[c][k] += by[c];
            }
        }
    }

    /** Probability of a class for each image at the last evaluation. */
    double[] probabilities(int c) {
        double[] p = Arrays.copyOf(residuals[c], n);
        for (int k = 0; k < n; k++) {
            p[k] += labels[k] == c ? 1 : 0;
        }
        return p;
    }

    /**
     * What the Hessian of the cross entropy makes of a direction, before the features are multiplied in again: for each
     * class p * (score of the direction - mean of these scores under p).
     *
     * @param bent receives it, [K][rows], zero in the padding
     * @return its sums over the images, per class
     */
    double[] bend(Design design, int block, double[] d, double[][] bent) {
        score(design, block, d, trial);
        Arrays.fill(scratch, 0);
        double[][] p = new double[classes][];
        for (int c = 0; c < classes; c++) {
            p[c] = probabilities(c);
            Kernels.multiplyAdd(scratch, p[c], trial[c], n);
        }
        double[] sums = new double[classes];
        for (int c = 0; c < classes; c++) {
            Kernels.subtract(trial[c], scratch, n);
            Arrays.fill(bent[c], 0);
            Kernels.multiplyAdd(bent[c], p[c], trial[c], n);
            sums[c] = Vectors.sum(bent[c], n);
        }
        return sums;
    }

    /**
     * Mean over some classes of p(1 - p), per image, times K/(K - 1): where scores add up to zero over the classes, what couples them adds that much
     * if all are as likely. For two classes it is the curvature itself.
     */
    double[] curvature(int fromClass, int toClass) {
        double[] s = new double[n];
        double share = classes / ((classes - 1.0) * (toClass - fromClass));
        for (int c = fromClass; c < toClass; c++) {
            double[] p = probabilities(c);
            for (int k = 0; k < n; k++) {
                s[k] += p[k] * (1 - p[k]) * share;
            }
        }
        return s;
    }

    /** Makes the last trial the base. */
    void accept() {
        double[][] swap = base;
        base = trial;
        trial = swap;
    }

    double crossEntropy() {
        return crossEntropy;
    }

    double slope() {
        return slope;
    }

    /** Probability minus 1 for the image's own class, probability for the others; zero in the padding. */
    double[][] residuals() {
        return residuals;
    }

    double residualSum(int c) {
        return Vectors.sum(residuals[c], n);
    }
}
