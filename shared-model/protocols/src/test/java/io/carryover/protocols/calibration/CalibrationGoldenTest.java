/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against NumPy and SciPy: golden/calibration.py. */
class CalibrationGoldenTest {
    private static final JsonNode GOLDEN = Golden.read("calibration");
    private static final LabelledLogits IMAGES = LabelledLogits.of(
            Golden.features(GOLDEN),
            IntStream.range(0, GOLDEN.get("labels").size())
                    .map(i -> GOLDEN.get("labels").get(i).asInt())
                    .toArray());

    @Test
    void measuresAreNumpys() {
        Reliability measured = Reliability.of(IMAGES, 1, 15);

        JsonNode plain = GOLDEN.get("plain");
        assertThat(measured.ece()).isCloseTo(plain.get("ece").asDouble(), within(1e-10));
        assertThat(measured.nll()).isCloseTo(plain.get("nll").asDouble(), within(1e-12));
        assertThat(measured.brier()).isCloseTo(plain.get("brier").asDouble(), within(1e-12));
        assertThat(measured.accuracy()).isCloseTo(plain.get("accuracy").asDouble(), within(1e-12));
        for (int b = 0; b < 15; b++) {
            assertThat(measured.bins().get(b).images())
                    .as("bin %d", b)
                    .isEqualTo(plain.get("images").get(b).asInt());
        }
    }

    @Test
    void theTemperatureIsScipys() {
        assertThat(Temperature.fit(IMAGES)).isCloseTo(GOLDEN.get("temperature").asDouble(), within(1e-6));
    }

    @Test
    void theStudysFoldsAreTunedOnTest() {
        ScaledCalibration scaled = ScaledCalibration.study(IMAGES, 15);

        JsonNode study = GOLDEN.get("study");
        assertThat(scaled.tunedOnTest()).isTrue();
        for (int fold = 0; fold < 5; fold++) {
            assertThat(scaled.temperatures().get(fold))
                    .isCloseTo(study.get("temperatures").get(fold).asDouble(), within(1e-6));
        }
        assertThat(scaled.ece()).isCloseTo(study.get("ece").asDouble(), within(1e-4));
        assertThat(scaled.nll()).isCloseTo(study.get("nll").asDouble(), within(1e-8));
        assertThat(scaled.brier()).isCloseTo(study.get("brier").asDouble(), within(1e-8));
    }
}
