/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

/** The learning rate by step. */
@FunctionalInterface
public interface LearningRate {
    /** Of step {@code step}, from 0. */
    double at(long step);

    /**
     * Half a cosine from {@code base} down to 0 behind the last step, set anew before every step, without warm-up or
     * restart (study A.2; PyTorch's {@code CosineAnnealingLR} with {@code T_max = steps}).
     */
    static LearningRate cosine(double base, long steps) {
        return step -> base * (1 + Math.cos(Math.PI * step / steps)) / 2;
    }
}
