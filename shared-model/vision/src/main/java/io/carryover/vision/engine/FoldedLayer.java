/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.vision.arch.ConvBn;
import io.carryover.vision.arch.NetworkWeights;

/**
 * A convolution into which the normalisation behind it is folded: {@code w' = w · γ/√(σ² + ε)},
 * {@code b' = β − μ · γ/√(σ² + ε)}, computed in float64 and rounded once.
 */
final class FoldedLayer {
    private final float[] weight;
    private final float[] bias;

    private FoldedLayer(float[] weight, float[] bias) {
        this.weight = weight;
        this.bias = bias;
    }

    static FoldedLayer of(NetworkWeights weights, ConvBn layer) {
        float[] raw = weights.values(layer.weight());
        float[] gamma = weights.values(layer.gamma());
        float[] beta = weights.values(layer.beta());
        float[] mean = weights.values(layer.mean());
        float[] variance = weights.values(layer.variance());
        float[] folded = new float[raw.length];
        float[] bias = new float[layer.out()];
        int perChannel = raw.length / layer.out();
        for (int c = 0; c < layer.out(); c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + ConvBn.EPSILON);
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                folded[i] = (float) (raw[i] * scale);
            }
            bias[c] = (float) (beta[c] - mean[c] * scale);
        }
        return new FoldedLayer(folded, bias);
    }

    float[] weight() {
        return weight;
    }

    float[] bias() {
        return bias;
    }
}
