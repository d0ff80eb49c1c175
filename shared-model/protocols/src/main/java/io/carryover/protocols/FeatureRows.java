/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols;

import io.carryover.contracts.error.CarryoverException;

/** Features of images, [N, D] float32, wherever they lie: read a few rows at a time. One reader at a time. */
public interface FeatureRows {
    /** N. */
    int rows();

    /** D. */
    int dimension();

    /**
     * Writes {@code count} rows from {@code first} on to the start of {@code target}, one after another.
     *
     * @throws CarryoverException INVALID_FEATURES where they can't be read
     */
    void read(int first, int count, float[] target);

    /** {@code count} of these rows, from {@code from} on. */
    default FeatureRows part(int from, int count) {
        FeatureRows whole = this;
        return new FeatureRows() {
            @Override
            public int rows() {
                return count;
            }

            @Override
            public int dimension() {
                return whole.dimension();
            }

            @Override
            public void read(int first, int some, float[] target) {
                whole.read(from + first, some, target);
            }
        };
    }

    /** These rows followed by others of the same dimension. */
    default FeatureRows below(FeatureRows other) {
        FeatureRows above = this;
        return new FeatureRows() {
            @Override
            public int rows() {
                return Math.addExact(above.rows(), other.rows());
            }

            @Override
            public int dimension() {
                return above.dimension();
            }

            @Override
            public void read(int first, int count, float[] target) {
                int mine = Math.clamp((long) above.rows() - first, 0, count);
                if (mine > 0) {
                    above.read(first, mine, target);
                }
                if (mine < count) {
                    float[] rest = mine == 0 ? target : new float[(count - mine) * dimension()];
                    other.read(first + mine - above.rows(), count - mine, rest);
                    if (mine > 0) {
                        System.arraycopy(rest, 0, target, mine * dimension(), rest.length);
                    }
                }
            }
        };
    }
}
