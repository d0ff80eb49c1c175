/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

/** Loss by step, from the first. Its last value is not finite where the training diverged and was ended. */
public final class Curve {
    private double[] losses = new double[64];
    private int length;

    Curve() {}

    Curve(double[] losses) {
        this.losses = losses.clone();
        this.length = losses.length;
    }

    void add(double loss) {
        if (length == losses.length) {
            losses = java.util.Arrays.copyOf(losses, 2 * length);
        }
        losses[length++] = loss;
    }

    /** Steps that were done. */
    public int steps() {
        return length;
    }

    /** All losses; a copy. */
    public double[] losses() {
        return java.util.Arrays.copyOf(losses, length);
    }

    /** Of the last step; NaN before the first. */
    public double last() {
        return length == 0 ? Double.NaN : losses[length - 1];
    }

    /** Whether the training ended since its loss was no number any more. */
    public boolean diverged() {
        return length > 0 && !Double.isFinite(last());
    }
}
