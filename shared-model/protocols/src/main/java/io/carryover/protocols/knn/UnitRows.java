/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

import io.carryover.protocols.FeatureMatrix;

/**
 * Features of length one, float32 as the reference has them, in blocks of rows with one array per feature: similarities run
 * along the rows.
 */
final class UnitRows {
    static final int BLOCK = 256;
    /** A row shorter than this is divided by it instead of by its length, as PyTorch's normalize does. */
    private static final float SHORTEST = 1e-12f;

    final int rows;
    private final int dimension;
    private final float[][][] columns;

    UnitRows(FeatureMatrix features) {
        rows = features.rows();
        dimension = features.dimension();
        columns = new float[Math.ceilDiv(rows, BLOCK)][dimension][];
        float[] row = new float[dimension];
        for (int block = 0; block < columns.length; block++) {
            for (int j = 0; j < dimension; j++) {
                columns[block][j] = new float[length(block)];
            }
            for (int i = 0; i < length(block); i++) {
                unit(features, block * BLOCK + i, row);
                for (int j = 0; j < dimension; j++) {
                    columns[block][j][i] = row[j];
                }
            }
        }
    }

    /** One row of {@code features}, at length one. */
    static void unit(FeatureMatrix features, int i, float[] row) {
        features.copyRow(i, 0, row.length, row);
        double square = 0;
        for (float value : row) {
            square += (double) value * value;
        }
        float length = Math.max((float) Math.sqrt(square), SHORTEST);
        for (int j = 0; j < row.length; j++) {
            row[j] /= length;
        }
    }

    int blocks() {
        return columns.length;
    }

    int length(int block) {
        return Math.min(BLOCK, rows - block * BLOCK);
    }

    /** Cosines of a row of length one with the rows of a block, summed feature by feature in float64. */
    void similarities(int block, float[] row, double[] into) {
        int n = length(block);
        java.util.Arrays.fill(into, 0, n, 0);
        float[][] x = columns[block];
        int j = 0;
        for (; j + 3 < dimension; j += 4) {
            add(into, x[j], x[j + 1], x[j + 2], x[j + 3], row[j], row[j + 1], row[j + 2], row[j + 3], n);
        }
        for (; j < dimension; j++) {
            add(into, x[j], row[j], n);
        }
    }

    /** The shape of loop that HotSpot makes vector code of: nothing is added up across iterations. */
    private static void add(
            double[] y, float[] p, float[] q, float[] r, float[] s, double a, double b, double c, double d, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = Math.fma(d, s[k], Math.fma(c, r[k], Math.fma(b, q[k], Math.fma(a, p[k], y[k]))));
        }
    }

    private static void add(double[] y, float[] p, double a, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = Math.fma(a, p[k], y[k]);
        }
    }
}
