/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** A = L L' of a symmetric positive definite matrix, and solutions with it. */
final class Cholesky {
    private final double[][] lower;

    private Cholesky(double[][] lower) {
        this.lower = lower;
    }

    /**
     * Factors in place.
     *
     * @param a lower triangle, row j at least j + 1 long; overwritten
     * @throws ArithmeticException where it isn't positive definite to working precision
     */
    static Cholesky of(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i];
            for (int j = 0; j < i; j++) {
                row[j] = (row[j] - Vectors.dot(row, a[j], 0, j)) / a[j][j];
            }
            double square = row[i] - Vectors.dot(row, row, 0, i);
            if (!(square > 0)) {
                throw new ArithmeticException("not positive definite at row " + i);
            }
            row[i] = Math.sqrt(square);
        }
        return new Cholesky(a);
    }

    /** b = A⁻¹ b for each b; one walk through the factor, which is what takes the time, serves all. */
    void solve(double[]... each) {
        for (int j = 0; j < lower.length; j++) {
            double[] row = lower[j];
            for (double[] b : each) {
                b[j] = (b[j] - Vectors.dot(row, b, 0, j)) / row[j];
            }
        }
        for (int j = lower.length - 1; j >= 0; j--) {
            double[] row = lower[j];
            for (double[] b : each) {
                double factor = b[j] / row[j];
                b[j] = factor;
                for (int i = 0; i < j; i++) {
                    b[i] = Math.fma(-factor, row[i], b[i]);
                }
            }
        }
    }
}
