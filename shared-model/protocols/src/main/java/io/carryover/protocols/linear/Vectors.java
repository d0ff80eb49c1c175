/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** Arithmetic on parameter vectors. Sums are kept in eight strands in a fixed order: fast, and the same every time. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        return dot(a, b, 0, a.length);
    }

    static double dot(double[] a, double[] b, int from, int to) {
        return dot(a, from, b, from, to - from);
    }

    /** Of {@code length} values of a from {@code fromA} on with those of b from {@code fromB} on. */
    static double dot(double[] a, int fromA, double[] b, int fromB, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = fromA;
        int k = fromB;
        int to = fromA + length;
        for (; i + 7 < to; i += 8, k += 8) {
            s0 = Math.fma(a[i], b[k], s0);
            s1 = Math.fma(a[i + 1], b[k + 1], s1);
            s2 = Math.fma(a[i + 2], b[k + 2], s2);
            s3 = Math.fma(a[i + 3], b[k + 3], s3);
            s4 = Math.fma(a[i + 4], b[k + 4], s4);
            s5 = Math.fma(a[i + 5], b[k + 5], s5);
            s6 = Math.fma(a[i + 6], b[k + 6], s6);
            s7 = Math.fma(a[i + 7], b[k + 7], s7);
        }
        double rest = 0;
        for (; i < to; i++, k++) {
            rest = Math.fma(a[i], b[k], rest);
        }
        return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7)) + rest;
    }

    static double sum(double[] a, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < to; i += 4) {
            s0 += a[i];
            s1 += a[i + 1];
            s2 += a[i + 2];
            s3 += a[i + 3];
        }
        double rest = 0;
        for (; i < to; i++) {
            rest += a[i];
        }
        return (s0 + s2) + (s1 + s3) + rest;
    }

    /** y += factor * x. */
    static void axpy(double[] y, double factor, double[] x) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.fma(factor, x[i], y[i]);
        }
    }

    static void scale(double[] y, double factor) {
        for (int i = 0; i < y.length; i++) {
            y[i] *= factor;
        }
    }

    static double maxAbs(double[] a) {
        double most = 0;
        for (double v : a) {
            most = Math.max(most, Math.abs(v));
        }
        return most;
    }
}
