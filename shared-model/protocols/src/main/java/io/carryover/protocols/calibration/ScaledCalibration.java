/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.calibration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.NumpyRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Calibration after temperature scaling.
 *
 * @param temperatures one, or one of each fold
 * @param ece percent, mean over folds
 * @param nll nats, mean over folds
 * @param brier 0 to 2, mean over folds
 * @param tunedOnTest whether temperatures were fitted on parts of the very set that is scored
 */
public record ScaledCalibration(List<Double> temperatures, double ece, double nll, double brier, boolean tunedOnTest) {
    /** Folds of the study. */
    static final int FOLDS = 5;

    /** Fits on one set, usually the validation split, and measures on another. */
    public static ScaledCalibration fittedOn(LabelledLogits validation, LabelledLogits test, int bins) {
        if (validation.classes() != test.classes()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "logits to fit on are of %d classes, those to score of %d"
                            .formatted(validation.classes(), test.classes()));
        }
        double temperature = Temperature.fit(validation);
        Reliability scaled = Reliability.of(test, temperature, bins);
        return new ScaledCalibration(List.of(temperature), scaled.ece(), scaled.nll(), scaled.brier(), false);
    }

    /**
     * As the study did (linear.py of its repository): the test set shuffled under NumPy's seed 0 and cut into five folds of
     * ⌊n/5⌋, what is left over dropped; a temperature fitted on each fold is measured on the other four; means of the five.
     *
     * @throws CarryoverException INVALID_FEATURES for fewer than five images
     */
    public static ScaledCalibration study(LabelledLogits test, int bins) {
        int size = test.rows() / FOLDS;
        if (size == 0) {
            throw new CarryoverException(
                    ErrorCode.INVALID_FEATURES,
                    "the study's %d folds need at least as many images: there are %d".formatted(FOLDS, test.rows()));
        }
        int[] order = new NumpyRandom(0).shuffled(test.rows());
        Double[] temperatures = new Double[FOLDS];
        double ece = 0;
        double nll = 0;
        double brier = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] fitted = Arrays.copyOfRange(order, fold * size, (fold + 1) * size);
            int[] scored = new int[(FOLDS - 1) * size];
            System.arraycopy(order, 0, scored, 0, fold * size);
            System.arraycopy(order, (fold + 1) * size, scored, fold * size, (FOLDS - 1 - fold) * size);
            temperatures[fold] = Temperature.fit(test.select(fitted));
            Reliability scaled = Reliability.of(test.select(scored), temperatures[fold], bins);
            ece += scaled.ece() / FOLDS;
            nll += scaled.nll() / FOLDS;
            brier += scaled.brier() / FOLDS;
        }
        return new ScaledCalibration(List.of(temperatures), ece, nll, brier, true);
    }
}
