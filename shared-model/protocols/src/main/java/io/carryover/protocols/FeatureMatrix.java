/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;

/** Features of images, [N, D] float32, one row per image, all values finite. Holds the array it is given: don't write to it. */
public final class FeatureMatrix implements FeatureRows {
    private final float[] values;
    private final int rows;
    private final int dimension;

    private FeatureMatrix(float[] values, int rows, int dimension) {
        this.values = values;
        this.rows = rows;
        this.dimension = dimension;
    }

    /**
     * Wraps rows laid out one after another.
     *
     * @throws CarryoverException INVALID_FEATURES where the sizes don't fit; DEGENERATE_FEATURES where a value isn't finite
     */
    public static FeatureMatrix of(float[] values, int rows, int dimension) {
        return of(values, rows, dimension, 0);
    }

    /**
     * As {@link #of(float[], int, int)}, for some rows of a larger matrix.
     *
     * @param first number that the first of them has there, by which errors name it
     */
    public static FeatureMatrix of(float[] values, int rows, int dimension, int first) {
        if (rows < 1 || dimension < 1 || (long) rows * dimension != values.length) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "features hold " + values.length + " values, not " + rows + " rows of " + dimension);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new CarryoverException(
                        ErrorCode.DEGENERATE_FEATURES,
                        "feature " + i % dimension + " of row " + (first + i / dimension) + " is " + values[i]);
            }
        }
        return new FeatureMatrix(values, rows, dimension);
    }

    /** This matrix with another below it, as train and validation are joined for the last fit. */
    public FeatureMatrix below(FeatureMatrix other) {
        if (other.dimension != dimension) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES, "splits differ in dimension: " + dimension + " and " + other.dimension);
        }
        float[] joined = new float[Math.addExact(values.length, other.values.length)];
        System.arraycopy(values, 0, joined, 0, values.length);
        System.arraycopy(other.values, 0, joined, values.length, other.values.length);
        return new FeatureMatrix(joined, rows + other.rows, dimension);
    }

    /** The rows with the given indices, in that order. */
    public FeatureMatrix select(int[] indices) {
        float[] chosen = new float[Math.multiplyExact(indices.length, dimension)];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * dimension, chosen, i * dimension, dimension);
        }
        return new FeatureMatrix(chosen, indices.length, dimension);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    /** One value. */
    public float at(int row, int column) {
        return values[row * dimension + column];
    }

    /** Copies {@code length} values of a row, from column {@code from} on, to the start of {@code target}. */
    public void copyRow(int row, int from, int length, float[] target) {
        System.arraycopy(values, row * dimension + from, target, 0, length);
    }

    /** The sum of some rows in float64, [D]: four rows at a time, where they lie. */
    public double[] sum(int[] chosen) {
        double[] sum = new double[dimension];
        int i = 0;
        for (; i + 3 < chosen.length; i += 4) {
            add(
                    sum,
                    chosen[i] * dimension,
                    chosen[i + 1] * dimension,
                    chosen[i + 2] * dimension,
                    chosen[i + 3] * dimension);
        }
        for (; i < chosen.length; i++) {
            add(sum, chosen[i] * dimension);
        }
        return sum;
    }

    private void add(double[] sum, int a, int b, int c, int d) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += ((double) values[a + j] + (double) values[b + j])
                    + ((double) values[c + j] + (double) values[d + j]);
        }
    }

    private void add(double[] sum, int row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += values[row + j];
        }
    }

    @Override
    public void read(int first, int count, float[] target) {
        System.arraycopy(values, first * dimension, target, 0, count * dimension);
    }
}
