/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/**
 * The line search of Moré and Thuente (ACM TOMS 20, 1994), with the safeguards and constants of MINPACK-2's dcsrch as
 * L-BFGS-B calls it: finds a step with sufficient decrease (1e-3) and curvature (0.9), or stops where the interval has
 * shrunk to a tenth.
 */
final class MoreThuente {
    private static final double DECREASE = 1e-3;
    private static final double CURVATURE = 0.9;
    private static final double SHRUNK = 0.1;
    private static final double LONGEST = 1e10;

    private final double startValue;
    private final double startSlope;
    private final double wantedSlope;
    private final Interval interval;
    private boolean firstStage = true;
    private double width = LONGEST;
    private double widthBefore = 2 * LONGEST;
    private double lowest;
    private double highest;
    private double step;

    /**
     * @param value at step 0
     * @param slope at step 0, negative
     * @param firstStep to try, positive
     */
    MoreThuente(double value, double slope, double firstStep) {
        startValue = value;
        startSlope = slope;
        wantedSlope = DECREASE * slope;
        interval = new Interval(value, slope);
        step = firstStep;
        highest = 5 * firstStep;
    }

    /** The step to try next, or after {@link #done} the one to keep. */
    double step() {
        return step;
    }

    /** Takes in value and slope at {@link #step}; true when that step is to be kept. */
    boolean done(double value, double slope) {
        double bound = startValue + step * wantedSlope;
        boolean enough = value <= bound;
        if (firstStage && enough && slope >= 0) {
            firstStage = false;
        }
        boolean bracketed = interval.bracketed;
        boolean stuck = bracketed && (step <= lowest || step >= highest || highest - lowest <= SHRUNK * highest);
        boolean atLongest = step == LONGEST && enough && slope <= wantedSlope;
        boolean atShortest = step == 0 && (!enough || slope >= wantedSlope);
        if (stuck || atLongest || atShortest || (enough && Math.abs(slope) <= -CURVATURE * startSlope)) {
            return true;
        }
        // As long as the decrease is too small, the search looks at the function minus the line that it has to fall
        // below.
        double tilt = firstStage && value <= interval.value && !enough ? wantedSlope : 0;
        step = interval.next(step, value, slope, tilt, lowest, highest);
        narrow();
        return false;
    }

    private void narrow() {
        if (interval.bracketed) {
            if (interval.length() >= 0.66 * widthBefore) {
                step = interval.best + 0.5 * (interval.other - interval.best);
            }
            widthBefore = width;
            width = interval.length();
            lowest = Math.min(interval.best, interval.other);
            highest = Math.max(interval.best, interval.other);
        } else {
            lowest = step + 1.1 * (step - interval.best);
            highest = step + 4 * (step - interval.best);
        }
        step = Math.clamp(step, 0, LONGEST);
        if (interval.bracketed && (step <= lowest || step >= highest || highest - lowest <= SHRUNK * highest)) {
            step = interval.best;
        }
    }

    /** The interval of uncertainty: its best end, its other end, and the safeguarded cubic step (MINPACK-2's dcstep). */
    private static final class Interval {
        double best;
        double value;
        double slope;
        double other;
        double otherValue;
        double otherSlope;
        boolean bracketed;

        Interval(double value, double slope) {
            this.value = value;
            this.slope = slope;
            otherValue = value;
            otherSlope = slope;
        }

        double length() {
            return Math.abs(other - best);
        }

        double next(double step, double f, double d, double tilt, double lowest, double highest) {
            tilt(-tilt);
            double tilted = f - step * tilt;
            double next = update(step, tilted, d - tilt, lowest, highest);
            tilt(tilt);
            return next;
        }

        private void tilt(double by) {
            value += best * by;
            slope += by;
            otherValue += other * by;
            otherSlope += by;
        }

        private double update(double t, double f, double d, double lowest, double highest) {
            boolean opposite = d * (slope / Math.abs(slope)) < 0;
            double next;
            if (f > value) {
                next = fromHigher(t, f, d);
                bracketed = true;
            } else if (opposite) {
                double cubic = cubic(t, best, value, slope, f, d, false);
                double secant = t + d / (d - slope) * (best - t);
                next = Math.abs(cubic - t) > Math.abs(secant - t) ? cubic : secant;
                bracketed = true;
            } else if (Math.abs(d) < Math.abs(slope)) {
                next = flatter(t, f, d, lowest, highest);
            } else if (bracketed) {
                next = cubic(t, other, otherValue, otherSlope, f, d, false);
            } else {
                next = t > best ? highest : lowest;
            }
            if (f > value) {
                other = t;
                otherValue = f;
                otherSlope = d;
            } else {
                if (opposite) {
                    other = best;
                    otherValue = value;
                    otherSlope = slope;
                }
                best = t;
                value = f;
                slope = d;
            }
            return next;
        }

        /** The value rose: the cubic's minimum if it lies nearer to the best end than the parabola's, else half-way. */
        private double fromHigher(double t, double f, double d) {
            double theta = 3 * (value - f) / (t - best) + slope + d;
            double s = Math.max(Math.abs(theta), Math.max(Math.abs(slope), Math.abs(d)));
            double root = s * Math.sqrt(theta / s * (theta / s) - slope / s * (d / s));
            double gamma = t < best ? -root : root;
            double r = ((gamma - slope) + theta) / (((gamma - slope) + gamma) + d);
            double cubic = best + r * (t - best);
            double parabola = best + slope / ((value - f) / (t - best) + slope) / 2 * (t - best);
            return Math.abs(cubic - best) < Math.abs(parabola - best) ? cubic : cubic + (parabola - cubic) / 2;
        }

        /** Minimum of the cubic through t and the end {@code e}, written from t; NaN where it has none and may not. */
        private static double cubic(double t, double e, double fe, double de, double f, double d, boolean mayLack) {
            double theta = 3 * (fe - f) / (t - e) + de + d;
            double s = Math.max(Math.abs(theta), Math.max(Math.abs(de), Math.abs(d)));
            double inside = theta / s * (theta / s) - de / s * (d / s);
            double root = s * Math.sqrt(mayLack ? Math.max(0, inside) : inside);
            double gamma = t > e ? -root : root;
            double r = ((gamma - d) + theta) / ((gamma + (de - d)) + gamma);
            return mayLack && !(r < 0 && gamma != 0) ? Double.NaN : t + r * (e - t);
        }

        /** The slope keeps its sign and flattens: the cubic's minimum where it lies beyond t, else the secant's. */
        private double flatter(double t, double f, double d, double lowest, double highest) {
            double cubic = cubic(t, best, value, slope, f, d, true);
            if (Double.isNaN(cubic)) {
                cubic = t > best ? highest : lowest;
            }
            double secant = t + d / (d - slope) * (best - t);
            boolean cubicNearer = Math.abs(cubic - t) < Math.abs(secant - t);
            if (bracketed) {
                double chosen = cubicNearer ? cubic : secant;
                double limit = t + 0.66 * (other - t);
                return t > best ? Math.min(limit, chosen) : Math.max(limit, chosen);
            }
            double chosen = Math.abs(cubic - t) > Math.abs(secant - t) ? cubic : secant;
            return Math.max(lowest, Math.min(highest, chosen));
        }
    }
}
