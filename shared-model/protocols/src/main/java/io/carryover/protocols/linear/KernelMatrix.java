/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.WorkTeam;

/**
 * Inner products of all pairs of images, float64 [N,N] in blocks of columns: what a linear model on more features than
 * images needs to know of the features.
 */
final class KernelMatrix {
    private static final int ROWS_PER_TASK = 48;

    private final double[][][] lines;

    private KernelMatrix(double[][][] lines) {
        this.lines = lines;
    }

    /** K = X X'. */
    static KernelMatrix of(FeatureMatrix features, WorkTeam team) {
        Design design = Design.forScoring(features);
        double[][][] lines = new double[design.blocks][Design.roundUp(design.rows)][];
        for (int block = 0; block < design.blocks; block++) {
            for (int i = 0; i < lines[block].length; i++) {
                lines[block][i] = new double[design.length(block)];
            }
        }
        // A task makes some rows against every block up to their own; the rest is their mirror image.
        int tasks = (design.rows + ROWS_PER_TASK - 1) / ROWS_PER_TASK;
        team.run(tasks, task -> {
            int to = design.rows - task * ROWS_PER_TASK; // the longest first
            int from = Math.max(0, to - ROWS_PER_TASK);
            double[] w = widened(features, from, to);
            for (int block = 0; block * Design.BLOCK < to; block++) {
                double[][] z = new double[to - from][];
                for (int i = from; i < to; i++) {
                    z[i - from] = lines[block][i];
                }
                design.score(block, w, z.length, z);
            }
        });
        team.run(design.blocks, block -> mirror(lines, block, design));
        return new KernelMatrix(lines);
    }

    private static double[] widened(FeatureMatrix features, int from, int to) {
        int dimension = features.dimension();
        double[] w = new double[(to - from) * dimension + 3];
        float[] row = new float[dimension];
        for (int i = from; i < to; i++) {
            features.copyRow(i, 0, dimension, row);
            for (int j = 0; j < dimension; j++) {
                w[(i - from) * dimension + j] = row[j];
            }
        }
        return w;
    }

    /** Fills what lies above the diagonal in one block of columns; reads only what lies below it. */
    private static void mirror(double[][][] lines, int block, Design design) {
        int first = block * Design.BLOCK;
        for (int i = 0; i < first + design.length(block); i++) {
            double[] line = lines[block][i];
            for (int k = Math.max(0, i + 1 - first); k < line.length; k++) {
                line[k] = lines[i / Design.BLOCK][first + k][i % Design.BLOCK];
            }
        }
    }

    /**
     * sums[c] += rows of one block of K * r_c, first {@code classes} classes.
     *
     * @param r per block and class; readable, and zero, up to the next multiple of four rows
     */
    void multiply(int block, double[][][] r, int classes, double[][] sums) {
        double[][] x = lines[block];
        int width = x[0].length;
        for (int from = 0; from < r.length; from++) {
            int first = from * Design.BLOCK;
            int length = Math.min(Design.BLOCK, x.length - first);
            int c = 0;
            for (; c + 2 < classes; c += 3) {
                double[] u = r[from][c];
                double[] v = r[from][c + 1];
                double[] w = r[from][c + 2];
                for (int k = 0; k < length; k += 4) {
                    int i = first + k;
                    Kernels.axpy34(
                            sums[c], sums[c + 1], sums[c + 2], x[i], x[i + 1], x[i + 2], x[i + 3], u, v, w, k, width);
                }
            }
            for (; c < classes; c++) {
                for (int k = 0; k < length; k += 4) {
                    int i = first + k;
                    Kernels.axpy14(sums[c], x[i], x[i + 1], x[i + 2], x[i + 3], r[from][c], k, width);
                }
            }
        }
    }
}
