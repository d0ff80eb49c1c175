/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

/**
 * Stochastic gradient descent with Nesterov's momentum as PyTorch has it: {@code g = gradient + decay·w},
 * {@code v = momentum·v + g}, {@code w = w - rate·(g + momentum·v)}; dampening 0, one group of parameters, so that biases and
 * normalisation decay too.
 *
 * @param momentum of the velocity
 * @param weightDecay what is added to the gradient per unit of weight
 */
public record Sgd(double momentum, double weightDecay) {
    public Sgd {
        if (!(momentum >= 0 && momentum < 1) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("momentum %s, weight decay %s".formatted(momentum, weightDecay));
        }
    }
}
