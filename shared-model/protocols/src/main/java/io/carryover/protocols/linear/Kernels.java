/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/**
 * The inner loops. Their shape is what HotSpot turns into AVX code by itself: one counted loop over arrays that all carry
 * the same index, nothing added up across iterations. Three targets by four sources fit the 32 vector registers together
 * with their twelve coefficients; five by four does not, and falls back to scalar code (a third of the speed).
 */
final class Kernels {
    /** exp(x) is exactly 0 to within 1e-307 below this: keeps the exponent field from wrapping round. */
    private static final double LOWEST = -708;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0.6931471803691238;
    private static final double LN2_LOW = 1.9082149292705877e-10;
    /** Adding this rounds a double to the nearest integer: 1.5 * 2^52. */
    private static final double ROUNDER = 6755399441055744.0;

    private Kernels() {}

    /** y0 += sum over j of u[atU + j] * x_j, y1 and y2 likewise with v and w; the first n elements. */
    static void axpy34(
            double[] y0,
            double[] y1,
            double[] y2,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double[] u,
            int atU,
            double[] v,
            int atV,
            double[] w,
            int atW,
            int n) {
        double a0 = u[atU];
        double a1 = u[atU + 1];
        double a2 = u[atU + 2];
        double a3 = u[atU + 3];
        double b0 = v[atV];
        double b1 = v[atV + 1];
        double b2 = v[atV + 2];
        double b3 = v[atV + 3];
        double c0 = w[atW];
        double c1 = w[atW + 1];
        double c2 = w[atW + 2];
        double c3 = w[atW + 3];
        for (int k = 0; k < n; k++) {
            double p = x0[k];
            double q = x1[k];
            double r = x2[k];
            double s = x3[k];
            y0[k] = Math.fma(a3, s, Math.fma(a2, r, Math.fma(a1, q, Math.fma(a0, p, y0[k]))));
            y1[k] = Math.fma(b3, s, Math.fma(b2, r, Math.fma(b1, q, Math.fma(b0, p, y1[k]))));
            y2[k] = Math.fma(c3, s, Math.fma(c2, r, Math.fma(c1, q, Math.fma(c0, p, y2[k]))));
        }
    }

    /** As {@link #axpy34} for one target. */
    static void axpy14(double[] y, double[] x0, double[] x1, double[] x2, double[] x3, double[] w, int at, int n) {
        double a0 = w[at];
        double a1 = w[at + 1];
        double a2 = w[at + 2];
        double a3 = w[at + 3];
        for (int k = 0; k < n; k++) {
            y[k] = Math.fma(a3, x3[k], Math.fma(a2, x2[k], Math.fma(a1, x1[k], Math.fma(a0, x0[k], y[k]))));
        }
    }

    /** y_c += sum over j of r_c[at + j] * x_j for classes {@code from} to {@code to}; the first n elements. */
    static void addRows(
            double[][] y,
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double[][] r,
            int at,
            int from,
            int to,
            int n) {
        int c = from;
        for (; c + 2 < to; c += 3) {
            axpy34(y[c], y[c + 1], y[c + 2], x0, x1, x2, x3, r[c], at, r[c + 1], at, r[c + 2], at, n);
        }
        for (; c < to; c++) {
            axpy14(y[c], x0, x1, x2, x3, r[c], at, n);
        }
    }

    /** y = x, as float64. */
    static void widen(double[] y, float[] x, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = x[k];
        }
    }

    /** z = base + step * move, most = max(most, z). */
    static void along(double[] z, double[] base, double[] move, double step, double[] most, int n) {
        for (int k = 0; k < n; k++) {
            double v = Math.fma(step, move[k], base[k]);
            z[k] = v;
            most[k] = Math.max(most[k], v);
        }
    }

    /** y += x. */
    static void add(double[] y, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k];
        }
    }

    /** y -= x. */
    static void subtract(double[] y, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            y[k] -= x[k];
        }
    }

    /** most = max(most, x). */
    static void max(double[] most, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            most[k] = Math.max(most[k], x[k]);
        }
    }

    /**
     * p = exp(z - most), total += p, for z no larger than most; within 2 units in the last place.
     *
     * @param power scratch of the same length
     */
    static void exp(double[] p, double[] z, double[] most, double[] total, double[] power, int n) {
        expMantissa(p, z, most, power, n);
        for (int k = 0; k < n; k++) {
            double e = p[k] * Double.longBitsToDouble(((long) power[k] + 1023) << 52);
            p[k] = e;
            total[k] += e;
        }
    }

    /** exp(x) = 2^k * exp(r), |r| <= ln(2)/2, with exp(r) by its Taylor series to the 13th power (rest below 5e-18). */
    private static void expMantissa(double[] p, double[] z, double[] most, double[] power, int n) {
        for (int i = 0; i < n; i++) {
            double x = Math.max(z[i] - most[i], LOWEST);
            double k = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
            double r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
            double q = Math.fma(r, 1.0 / 6227020800.0, 1.0 / 479001600);
            q = Math.fma(q, r, 1.0 / 39916800);
            q = Math.fma(q, r, 1.0 / 3628800);
            q = Math.fma(q, r, 1.0 / 362880);
            q = Math.fma(q, r, 1.0 / 40320);
            q = Math.fma(q, r, 1.0 / 5040);
            q = Math.fma(q, r, 1.0 / 720);
            q = Math.fma(q, r, 1.0 / 120);
            q = Math.fma(q, r, 1.0 / 24);
            q = Math.fma(q, r, 1.0 / 6);
            q = Math.fma(q, r, 0.5);
            q = Math.fma(q, r, 1.0);
            p[i] = Math.fma(q, r, 1.0);
            power[i] = k;
        }
    }

    /** y = 1 / x. */
    static void reciprocal(double[] y, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = 1.0 / x[k];
        }
    }

    /** y *= x. */
    static void multiply(double[] y, double[] x, int n) {
        for (int k = 0; k < n; k++) {
            y[k] *= x[k];
        }
    }

    /** y *= x, then sum += y * a. */
    static void multiplyAndDot(double[] y, double[] x, double[] a, double[] sum, int n) {
        for (int k = 0; k < n; k++) {
            double product = y[k] * x[k];
            y[k] = product;
            sum[k] = Math.fma(product, a[k], sum[k]);
        }
    }

    /** y += a * b, element by element. */
    static void multiplyAdd(double[] y, double[] a, double[] b, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = Math.fma(a[k], b[k], y[k]);
        }
    }
}
