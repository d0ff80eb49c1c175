/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.vision.TransformId;

/** What images go through before the network: the same rule for every backbone, at its own input size. */
enum Preprocessing {
    MANY_SHOT,
    FEW_SHOT_STUDY,
    DINO;

    TransformId transform(int inputSize) {
        return switch (this) {
            case MANY_SHOT -> TransformId.manyShot(inputSize);
            case FEW_SHOT_STUDY -> TransformId.fewShotStudy(inputSize);
            case DINO -> TransformId.dino(inputSize);
        };
    }
}
