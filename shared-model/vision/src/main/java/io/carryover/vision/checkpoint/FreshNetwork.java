/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.Node.BatchNorm;
import io.carryover.vision.arch.ResNet;
import java.util.Optional;

/**
 * Tells a network that never saw an image: every batch normalisation still has mean 0 and variance 1. The study is about
 * ResNet-50, so a fresh one may be meant as a control; a fresh network of another family, unasked for, is a mix-up.
 */
final class FreshNetwork {
    private FreshNetwork() {}

    static Optional<Inspection.Problem> problem(NetworkWeights weights, LoadOptions options) {
        if (!(weights.network() instanceof ResNet network)
                || options.architecture().isPresent()
                || network.family() == ResNet.Family.RESNET50
                || !fresh(weights)) {
            return Optional.empty();
        }
        String family = network.family().id();
        return Optional.of(new Inspection.Problem(
                ErrorCode.ARCHITECTURE_MISMATCH,
                "it is a %s of width %d whose batch-norm statistics are those of a fresh network: say --architecture %s if that is what you want"
                        .formatted(family, network.width(), family)));
    }

    /** Whether all running means are 0 and all running variances 1. */
    static boolean fresh(NetworkWeights weights) {
        for (Node node : weights.network().graph().nodes()) {
            if (node instanceof BatchNorm layer
                    && (!all(weights.values(layer.mean()), 0) || !all(weights.values(layer.variance()), 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean all(float[] values, float wanted) {
        for (float value : values) {
            if (value != wanted) {
                return false;
            }
        }
        return true;
    }
}
