/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.protocols.FeatureMatrix;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void aConfidenceOnAnEdgeBelongsToTheBinBelow() {
        // Two equal logits of two classes: confidence 1/2, the edge between the two bins; the first class is predicted.
        Reliability measured = Reliability.of(logits(2, new float[] {3, 3}, 1), 1, 2);

        assertThat(measured.bins().get(0).images()).isEqualTo(1);
        assertThat(measured.ece()).isCloseTo(50, within(1e-12));
        assertThat(measured.accuracy()).isZero();
    }

    @Test
    void certaintyIsInTheLastBin() {
        Reliability measured = Reliability.of(logits(3, new float[] {1000, 0, 0}, 0), 1, 15);

        assertThat(measured.bins().get(14).images()).isEqualTo(1);
        assertThat(measured.ece()).isZero();
        assertThat(measured.nll()).isZero();
    }

    @Test
    void whereAllAreRightTheTemperatureEndsAtItsBound() {
        assertThat(Temperature.fit(logits(2, new float[] {1, 0, 0, 1}, 0, 1))).isEqualTo(Temperature.LEAST);
    }

    @Test
    void whereLogitsMisleadItEndsAtTheOther() {
        assertThat(Temperature.fit(logits(2, new float[] {0, 1, 1, 0}, 0, 1))).isEqualTo(Temperature.MOST);
    }

    @Test
    void scalingByAKnownFactorIsFound() {
        float[] z = {2, 0, 0, 2, 2, 0, 0, 2};
        float[] tenfold = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            tenfold[i] = 10 * z[i];
        }

        double plain = Temperature.fit(logits(2, z, 0, 1, 0, 0));

        assertThat(Temperature.fit(logits(2, tenfold, 0, 1, 0, 0))).isCloseTo(10 * plain, within(1e-6));
    }

    @Test
    void labelsThatTheLogitsDontKnowAreRefused() {
        assertThatThrownBy(() -> logits(2, new float[] {1, 0}, 2))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("label 2 of row 0 is none of the 2 classes of the logits");
        assertThatThrownBy(() -> logits(2, new float[] {1, 0}, 0, 1)).isInstanceOf(CarryoverException.class);
    }

    @Test
    void fourImagesAreTooFewForFiveFolds() {
        assertThatThrownBy(
                        () -> ScaledCalibration.study(logits(2, new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 0, 1, 0, 1), 15))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("there are 4");
    }

    private static LabelledLogits logits(int classes, float[] values, int... labels) {
        return LabelledLogits.of(FeatureMatrix.of(values, values.length / classes, classes), labels);
    }
}
