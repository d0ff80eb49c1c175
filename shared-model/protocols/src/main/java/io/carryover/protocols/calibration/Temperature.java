/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

/** Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017): softmax(logits / T). */
public final class Temperature {
    /** Bounds of T. Where every image is right the likelihood grows without end as T falls: then the lower one is the answer. */
    static final double LEAST = 1e-3;

    static final double MOST = 1e3;
    private static final double TOLERANCE = 1e-12;

    private Temperature() {}

    /**
     * The T from 0.001 to 1,000 with the least negative log-likelihood of the right classes. In 1/T that is convex: the
     * slope is brought to zero by Newton's steps, halving the bracket where one leaves it.
     */
    public static double fit(LabelledLogits images) {
        double lo = 1 / MOST;
        double hi = 1 / LEAST;
        if (slope(images, lo)[0] >= 0) {
            return MOST;
        }
        if (slope(images, hi)[0] <= 0) {
            return LEAST;
        }
        double scale = 1;
        for (int i = 0; i < 200 && hi - lo > TOLERANCE * hi; i++) {
            double[] at = slope(images, scale);
            if (at[0] > 0) {
                hi = scale;
            } else {
                lo = scale;
            }
            double step = at[1] > 0 ? scale - at[0] / at[1] : hi;
            double next = step > lo && step < hi ? step : Math.sqrt(lo * hi);
            if (Math.abs(next - scale) <= TOLERANCE * scale) {
                return 1 / next;
            }
            scale = next;
        }
        return 1 / scale;
    }

    /** First and second derivative by 1/T of the summed negative log-likelihood. */
    private static double[] slope(LabelledLogits images, double scale) {
        double first = 0;
        double second = 0;
        double[] p = new double[images.classes()];
        for (int i = 0; i < images.rows(); i++) {
            double unused = images.softmax(i, scale, p);
            double mean = 0;
            double square = 0;
            for (int k = 0; k < p.length; k++) {
                double z = images.at(i, k);
                mean += p[k] * z;
                square += p[k] * z * z;
            }
            first += mean - images.at(i, images.label(i));
            second += square - mean * mean;
        }
        return new double[] {first, second};
    }
}
