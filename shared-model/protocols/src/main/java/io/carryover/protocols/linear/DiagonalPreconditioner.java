/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** The Hessian's diagonal, its mean over the classes: costs next to nothing, and is enough where regularisation is strong. */
final class DiagonalPreconditioner implements Preconditioner {
    private final double[] diagonal;
    private final int classes;
    private final int dimension;

    private DiagonalPreconditioner(double[] diagonal, int classes) {
        this.diagonal = diagonal;
        this.classes = classes;
        dimension = diagonal.length - 1;
    }

    /** Made where the function stands. */
    static DiagonalPreconditioner of(SoftmaxLoss loss) {
        Design design = loss.design;
        double[][] weights = loss.curvature(0, loss.classes);
        double[] diagonal = new double[design.dimension + 1];
        loss.team.run(design.dimension, j -> {
            double sum = loss.penalty();
            for (int block = 0; block < design.blocks; block++) {
                float[] x = design.column(block, j);
                for (int k = 0; k < weights[block].length; k++) {
                    sum += weights[block][k] * x[k] * x[k];
                }
            }
            diagonal[j] = sum;
        });
        for (double[] block : weights) {
            diagonal[design.dimension] += Vectors.sum(block, block.length);
        }
        return new DiagonalPreconditioner(diagonal, loss.classes);
    }

    @Override
    public void solve(double[] r, double[] z) {
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < dimension; j++) {
                z[c * dimension + j] = r[c * dimension + j] / diagonal[j];
            }
            int intercept = classes * dimension + c;
            z[intercept] = r[intercept] / diagonal[dimension];
        }
    }
}
