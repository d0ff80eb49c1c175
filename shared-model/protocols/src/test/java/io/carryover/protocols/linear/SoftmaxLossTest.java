/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Seeds;
import io.carryover.protocols.WorkTeam;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SoftmaxLossTest {
    /** A random problem; sizes cross the borders of blocks (256 rows), quads of rows and features, triples of classes. */
    private static final class Problem implements AutoCloseable {
        final WorkTeam team = new WorkTeam(1);
        final int classes;
        final int dimension;
        final float[] values;
        final int[] labels;
        final double[] x;
        final SoftmaxLoss loss;

        Problem(int seed, int rows, int dimension, int classes) {
            RandomGenerator random = Seeds.stream(seed, 0);
            this.classes = classes;
            this.dimension = dimension;
            values = new float[rows * dimension];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            labels = random.ints(rows, 0, classes).toArray();
            loss = new SoftmaxLoss(Design.forFitting(FeatureMatrix.of(values, rows, dimension)), labels, classes, team);
            loss.penalty(0.3);
            x = centred(random);
        }

        /** A random vector that adds up to zero over the classes. */
        double[] centred(RandomGenerator random) {
            double[] v = random.doubles(loss.size(), -0.7, 0.7).toArray();
            for (int j = 0; j <= dimension; j++) {
                int width = j < dimension ? dimension : 1;
                int from = j < dimension ? j : classes * dimension;
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += v[from + c * width];
                }
                for (int c = 0; c < classes; c++) {
                    v[from + c * width] -= sum / classes;
                }
            }
            return v;
        }

        /** The loss as its definition has it. */
        double plainly(double[] p) {
            double f = 0;
            for (int i = 0; i < labels.length; i++) {
                double total = 0;
                double own = 0;
                for (int c = 0; c < classes; c++) {
                    double z = p[classes * dimension + c];
                    for (int j = 0; j < dimension; j++) {
                        z += p[c * dimension + j] * values[i * dimension + j];
                    }
                    total += Math.exp(z);
                    own = c == labels[i] ? z : own;
                }
                f += Math.log(total) - own;
            }
            for (int i = 0; i < classes * dimension; i++) {
                f += 0.5 * 0.3 * p[i] * p[i];
            }
            return f;
        }

        @Override
        public void close() {
            team.close();
        }
    }

    @Property(tries = 30)
    void valueIsTheDefinitionsAndGradientItsDifferences(
            @ForAll int seed,
            @ForAll @IntRange(min = 1, max = 600) int rows,
            @ForAll @IntRange(min = 1, max = 19) int dimension,
            @ForAll @IntRange(min = 2, max = 8) int classes) {
        try (Problem p = new Problem(seed, rows, dimension, classes)) {
            double[] gradient = new double[p.loss.size()];
            double value = p.loss.moveTo(p.x, gradient);

            assertThat(value).isCloseTo(p.plainly(p.x), within(1e-11 * Math.max(1, value)));
            double step = 1e-5;
            for (int i = 0; i < p.x.length; i += 1 + p.x.length / 7) {
                double[] up = p.x.clone();
                double[] down = p.x.clone();
                up[i] += step;
                down[i] -= step;
                double difference = (p.plainly(up) - p.plainly(down)) / (2 * step);
                assertThat(gradient[i]).isCloseTo(difference, within(1e-5 * Math.max(1, Math.abs(difference))));
            }
        }
    }

    @Test
    void featuresInSeveralChunksAreNoOther() {
        // 515 features: three chunks of 256 at most, the last one not a multiple of four.
        try (Problem p = new Problem(5, 300, 515, 4)) {
            double[] gradient = new double[p.loss.size()];
            double[] x = p.x.clone();
            Vectors.scale(x, 0.05);

            assertThat(p.loss.moveTo(x, gradient)).isCloseTo(p.plainly(x), within(1e-9));
            for (int i : new int[] {0, 170, 171, 172, 343, 344, 514, 515, 4 * 515 - 1, 4 * 515, 4 * 515 + 3}) {
                double[] up = x.clone();
                double[] down = x.clone();
                up[i] += 1e-5;
                down[i] -= 1e-5;
                assertThat(gradient[i]).isCloseTo((p.plainly(up) - p.plainly(down)) / 2e-5, within(1e-4));
            }
        }
    }

    @Property(tries = 30)
    void trialsAlongADirectionAreEvaluationsAtTheirPoints(
            @ForAll int seed,
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 2, max = 5) int classes) {
        try (Problem p = new Problem(seed, rows, 6, classes)) {
            double[] gradient = new double[p.loss.size()];
            double[] direction = p.centred(Seeds.stream(seed, 1));
            p.loss.moveTo(p.x, gradient);
            p.loss.direction(direction);
            double[] point = p.x.clone();
            Vectors.axpy(point, 0.37, direction);
            double tried = p.loss.trial(0.37, point);
            double slope = p.loss.slope();
            p.loss.accept(gradient);

            double[] there = new double[p.loss.size()];
            assertThat(tried).isCloseTo(p.loss.moveTo(point, there), within(1e-11 * Math.max(1, tried)));
            assertThat(slope).isCloseTo(Vectors.dot(there, direction), within(1e-9 * Math.max(1, Math.abs(slope))));
            assertThat(gradient).containsExactly(there, within(1e-10 * rows));
        }
    }

    @Property(tries = 20)
    void hessianProductsAreDifferencesOfGradients(
            @ForAll int seed,
            @ForAll @IntRange(min = 1, max = 300) int rows,
            @ForAll @IntRange(min = 2, max = 5) int classes) {
        try (Problem p = new Problem(seed, rows, 5, classes)) {
            double[] direction = p.centred(Seeds.stream(seed, 2));
            double[] product = new double[p.loss.size()];
            double[] before = new double[p.loss.size()];
            double[] after = new double[p.loss.size()];
            double[] down = p.x.clone();
            double[] up = p.x.clone();
            Vectors.axpy(down, -1e-5, direction);
            Vectors.axpy(up, 1e-5, direction);
            p.loss.moveTo(down, before);
            p.loss.moveTo(up, after);
            p.loss.moveTo(p.x, new double[p.loss.size()]);
            p.loss.hessianTimes(direction, product);

            for (int i = 0; i < product.length; i++) {
                assertThat(product[i]).isCloseTo((after[i] - before[i]) / 2e-5, within(1e-6 * rows));
            }
        }
    }

    @Property(tries = 20)
    void gradientsAddUpToZeroOverTheClasses(@ForAll int seed, @ForAll @IntRange(min = 2, max = 7) int classes) {
        try (Problem p = new Problem(seed, 77, 9, classes)) {
            double[] gradient = new double[p.loss.size()];
            p.loss.moveTo(p.x, gradient);
            for (int j = 0; j < 9; j++) {
                double sum = 0;
                for (int c = 0; c < classes; c++) {
                    sum += gradient[c * 9 + j];
                }
                assertThat(sum).isCloseTo(0, within(1e-11));
            }
        }
    }
}
