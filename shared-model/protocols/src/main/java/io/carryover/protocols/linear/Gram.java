/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** Second moments of the features, each image weighted, with a constant 1 as the last feature; made in tasks. */
final class Gram {
    private static final int ROWS_PER_TASK = 24;

    private final Design design;
    private final double[][] weights;
    private final double[][] lower;

    /**
     * Nothing is computed yet.
     *
     * @param weights of the images, per block
     */
    Gram(Design design, double[][] weights) {
        this.design = design;
        this.weights = weights;
        lower = new double[design.dimension + 1][];
        for (int j = 0; j <= design.dimension; j++) {
            lower[j] = new double[j + 1];
        }
    }

    /** Number of tasks, each of which is to be run once. */
    int tasks() {
        return (design.dimension + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
    }

    /** Computes some rows; the longest come first, so that the short ones fill the gaps at the end. */
    void run(int task) {
        int from = (tasks() - 1 - task) * ROWS_PER_TASK;
        int to = Math.min(from + ROWS_PER_TASK, design.dimension);
        double[][][] weighted = weighted(from, to);
        for (int chunk = 0; chunk < design.chunks && design.chunkStart(chunk) < to; chunk++) {
            int start = design.chunkStart(chunk);
            double[][] sums = new double[to - from][design.chunkStart(chunk + 1) - start];
            for (int part = 0; part < design.parts; part++) {
                design.accumulate(part, chunk, weighted, to - from, sums);
            }
            for (int j = Math.max(from, start); j < to; j++) {
                System.arraycopy(sums[j - from], 0, lower[j], start, Math.min(j + 1 - start, sums[j - from].length));
            }
        }
    }

    private double[][][] weighted(int from, int to) {
        double[] last = lower[design.dimension];
        double[][][] weighted = new double[design.blocks][to - from][];
        for (int block = 0; block < design.blocks; block++) {
            int n = design.length(block);
            for (int j = from; j < to; j++) {
                double[] product = new double[Design.roundUp(n)];
                float[] x = design.column(block, j);
                for (int k = 0; k < n; k++) {
                    product[k] = weights[block][k] * x[k];
                }
                weighted[block][j - from] = product;
                last[j] += Vectors.sum(product, n);
            }
        }
        return weighted;
    }

    /** The lower triangle, [D + 1][row + 1], with {@code ridge} on the diagonal but for the constant; handed over. */
    double[][] withRidge(double ridge) {
        int d = design.dimension;
        for (int j = 0; j < d; j++) {
            lower[j][j] += ridge;
        }
        for (double[] block : weights) {
            lower[d][d] += Vectors.sum(block, block.length);
        }
        return lower;
    }
}
