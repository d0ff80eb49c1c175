/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import io.carryover.contracts.job.StepOutput.Calibration;
import io.carryover.contracts.job.StepOutput.ReliabilityBin;
import java.util.Optional;

/** What results say of calibration: 15 bins as the study (its section 4.7), before and after temperature scaling. */
public final class Calibrations {
    /** Bins of the study. */
    public static final int BINS = 15;

    private Calibrations() {}

    /** As {@link ScaledCalibration#study}; without scaled values where there are fewer images than folds. */
    public static Calibration study(LabelledLogits test) {
        return of(
                test,
                test.rows() < ScaledCalibration.FOLDS
                        ? Optional.empty()
                        : Optional.of(ScaledCalibration.study(test, BINS)));
    }

    /**
     * One temperature, fitted on images that neither the weights nor the score have seen.
     *
     * @param validation logits of these images by a fit without them
     * @param test logits of the fit that is scored
     */
    public static Calibration fittedOn(LabelledLogits validation, LabelledLogits test) {
        return of(test, Optional.of(ScaledCalibration.fittedOn(validation, test, BINS)));
    }

    private static Calibration of(LabelledLogits test, Optional<ScaledCalibration> scaled) {
        Reliability plain = Reliability.of(test, 1, BINS);
        return new Calibration(
                plain.ece(),
                plain.nll(),
                plain.brier(),
                plain.bins().stream()
                        .map(bin ->
                                new ReliabilityBin(bin.lo(), bin.hi(), bin.images(), bin.confidence(), bin.accuracy()))
                        .toList(),
                scaled.map(s -> new io.carryover.contracts.job.StepOutput.ScaledCalibration(
                        s.temperatures(), s.ece(), s.nll(), s.brier(), s.tunedOnTest())));
    }
}
