/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GramTest {
    @ParameterizedTest
    @CsvSource({"7, 3", "300, 30", "270, 301"})
    void isTheWeightedMomentsWithAConstant(int rows, int dimension) {
        RandomGenerator random = Seeds.stream(6, 0);
        float[] values = new float[rows * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Design design = Design.forFitting(FeatureMatrix.of(values, rows, dimension));
        double[][] weights = new double[design.blocks][];
        for (int b = 0; b < design.blocks; b++) {
            weights[b] = random.doubles(design.length(b)).toArray();
        }
        Gram gram = new Gram(design, weights);
        for (int task = 0; task < gram.tasks(); task++) {
            gram.run(task);
        }
        double[][] lower = gram.withRidge(0.25);

        for (int j = 0; j <= dimension; j += 1 + dimension / 20) {
            for (int i = 0; i <= j; i++) {
                double expected = i == j && j < dimension ? 0.25 : 0;
                for (int row = 0; row < rows; row++) {
                    expected += weights[row / Design.BLOCK][row % Design.BLOCK]
                            * value(values, dimension, row, i)
                            * value(values, dimension, row, j);
                }
                assertThat(lower[j][i]).isCloseTo(expected, within(1e-10));
            }
        }
    }

    private static double value(float[] values, int dimension, int row, int j) {
        return j == dimension ? 1 : values[row * dimension + j];
    }
}
