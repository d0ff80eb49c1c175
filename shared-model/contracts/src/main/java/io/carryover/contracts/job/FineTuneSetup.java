/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Weights;

/**
 * What all runs of a fine-tune have in common.
 *
 * @param side of the images that the network is given, pixels
 * @param metric {@code top1}, {@code mean-per-class} or {@code map11}
 * @param steps of the optimiser
 * @param batch images of a step
 */
public record FineTuneSetup(
        Weights weights,
        Normalisation normalisation,
        int side,
        Sha256 dataset,
        ProtocolId protocol,
        String metric,
        int steps,
        int batch,
        Variant variant) {
    /** The study's. */
    public static final int STEPS = 5000;
    /** The study's. */
    public static final int BATCH = 64;
}
