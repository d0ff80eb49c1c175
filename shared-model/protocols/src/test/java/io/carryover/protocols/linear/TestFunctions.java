/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** The functions of golden/optimiser.py. */
final class TestFunctions {
    private TestFunctions() {}

    static FunctionObjective.Function named(String name) {
        return switch (name) {
            case "rosenbrock" -> TestFunctions::rosenbrock;
            case "valley" -> TestFunctions::valley;
            case "wells" ->
                (x, g) -> each(x, g, v -> v * v * v * v - 8 * v * v + 3 * v, v -> 4 * v * v * v - 16 * v + 3);
            case "kink" -> TestFunctions::kink;
            case "cliff" -> (x, g) -> each(x, g, v -> v > 1 ? 50 + v : v * v, v -> v > 1 ? 1 : 2 * v);
            case "plateau" -> (x, g) -> each(x, g, v -> Math.log1p(v * v), v -> 2 * v / (1 + v * v));
            case "liar" -> (x, g) -> each(x, g, v -> v * v, v -> -2 * v);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private interface Scalar {
        double of(double v);
    }

    private static double each(double[] x, double[] g, Scalar value, Scalar derivative) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += value.of(x[i]);
            g[i] = derivative.of(x[i]);
        }
        return sum;
    }

    private static double rosenbrock(double[] x, double[] g) {
        double sum = 0;
        java.util.Arrays.fill(g, 0);
        for (int i = 0; i + 1 < x.length; i++) {
            double up = x[i + 1] - x[i] * x[i];
            sum += 100 * up * up + (1 - x[i]) * (1 - x[i]);
            g[i] += -400 * x[i] * up - 2 * (1 - x[i]);
            g[i + 1] += 200 * up;
        }
        return sum;
    }

    private static double valley(double[] x, double[] g) {
        double sum = 0;
        double c = 1;
        for (int i = 0; i < x.length; i++, c *= 10) {
            sum += c * x[i] * x[i];
            g[i] = 2 * c * x[i];
        }
        return sum;
    }

    private static double kink(double[] x, double[] g) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.abs(x[i] - 0.3) * (1 + i);
            g[i] = Math.signum(x[i] - 0.3) * (1 + i);
        }
        return sum;
    }
}
