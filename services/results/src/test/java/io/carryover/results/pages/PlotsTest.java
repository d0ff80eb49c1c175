/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.StepOutput.Calibration;
import io.carryover.contracts.job.StepOutput.LabelPoint;
import io.carryover.contracts.job.StepOutput.ReliabilityBin;
import io.carryover.contracts.job.StepOutput.ScaledCalibration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlotsTest {
    private static Calibration calibration(Optional<ScaledCalibration> scaled) {
        return new Calibration(
                4.25,
                0.5,
                0.125,
                List.of(
                        new ReliabilityBin(0, 0.5, 0, 0, 0),
                        new ReliabilityBin(0.5, 0.75, 8, 50, 100),
                        new ReliabilityBin(0.75, 1, 12, 100, 50)),
                scaled);
    }

    @Test
    void binsStandWhereTheirConfidenceAndAccuracyAreAndEmptyOnesNowhere() {
        Calibrated drawn = Calibrated.of(calibration(Optional.empty()));

        assertThat(drawn.ece()).isEqualTo("4.25");
        assertThat(drawn.points()).isEqualTo("166.0,14.0 286.0,142.0");
        assertThat(drawn.dots().getFirst().title()).isEqualTo("confidence 50.0 %: 100.0 % of 8 images right");
        assertThat(drawn.words()).isEqualTo("Negative log-likelihood 0.5000 nats, Brier score 0.1250.");
    }

    @Test
    void temperaturesSayWhatTheyWereFittedOn() {
        assertThat(Calibrated.of(calibration(
                                Optional.of(new ScaledCalibration(List.of(1.5, 1.25), 1.5, 0.25, 0.0625, true))))
                        .words())
                .endsWith(
                        "After temperature scaling (tuned on test, as the study did: 2 temperatures from 1.250 to 1.500):"
                                + " ECE 1.50 %, 0.2500 nats, Brier score 0.0625.");
        assertThat(Calibrated.of(
                                calibration(Optional.of(new ScaledCalibration(List.of(1.5), 1.5, 0.25, 0.0625, false))))
                        .words())
                .contains("(temperature 1.500, from validation images)");
    }

    @Test
    void labelsStandOnALogarithmicAxisWithTheirSpread() {
        LabelPlot plot = LabelPlot.of(List.of(
                new LabelPoint(1, 30, 2, List.of(), List.of()), new LabelPoint(100, 70, 1, List.of(), List.of())));

        assertThat(plot.xTicks()).extracting(Curve.Tick::label).containsExactly("1", "100");
        assertThat(plot.dots()).extracting(Curve.Dot::x).containsExactly("57.9", "534.1");
        assertThat(plot.whiskers()).hasSize(2);
        assertThat(plot.summary()).contains("1 label: 30.00 ± 2.00; 100 labels: 70.00 ± 1.00.");
    }

    /** One number of labels is a curve too. */
    @Test
    void aSinglePointIsDrawn() {
        assertThat(LabelPlot.of(List.of(new LabelPoint(1, 30, 0, List.of(), List.of())))
                        .dots())
                .singleElement()
                .extracting(Curve.Dot::x)
                .isEqualTo("296.0");
    }
}
