/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.correlation;

import io.carryover.protocols.stats.StudentT;

/**
 * The line of least squares through models, with a 95 % confidence band for the mean of y at an x (not for a further model).
 *
 * @param slope of y on x
 * @param intercept y at x = 0
 * @param residual standard deviation around the line, n - 2 degrees of freedom
 * @param n models, at least 3
 * @param meanX their mean x
 * @param squaresX sum of squares of x around it
 */
public record RegressionLine(double slope, double intercept, double residual, int n, double meanX, double squaresX) {
    /**
     * Through points.
     *
     * @param x not all equal
     * @throws IllegalArgumentException for fewer than 3 points, or where all x are equal
     */
    public static RegressionLine through(double[] x, double[] y) {
        int n = x.length;
        double meanX = mean(x);
        double meanY = mean(y);
        double xx = 0;
        double xy = 0;
        for (int i = 0; i < n; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        if (n < 3 || n != y.length || xx == 0) {
            throw new IllegalArgumentException("no line through %d points".formatted(n));
        }
        double slope = xy / xx;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double off = y[i] - meanY - slope * (x[i] - meanX);
            squares += off * off;
        }
        return new RegressionLine(slope, meanY - slope * meanX, Math.sqrt(squares / (n - 2)), n, meanX, xx);
    }

    /** Height of the line. */
    public double at(double x) {
        return intercept + slope * x;
    }

    /** Half widths of the band at each of {@code x}. */
    public double[] halfWidths(double... x) {
        double quantile = StudentT.quantile975(n - 2);
        double[] widths = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double off = x[i] - meanX;
            widths[i] = quantile * residual * Math.sqrt(1.0 / n + off * off / squaresX);
        }
        return widths;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
