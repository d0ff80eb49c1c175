/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.Node;

/**
 * A convolution into which the normalisation behind it is folded: {@code w' = w · γ/√(σ² + ε)},
 * {@code b' = β − μ · γ/√(σ² + ε)}, computed in float64 and rounded once.
 */
final class FoldedConvolution {
    private final float[] weight;
    private final float[] bias;

    private FoldedConvolution(float[] weight, float[] bias) {
        this.weight = weight;
        this.bias = bias;
    }

    static FoldedConvolution of(NetworkWeights weights, Node.Convolution layer, Node.BatchNorm norm) {
        float[] raw = weights.values(layer.weight());
        float[] own = layer.bias().map(weights::values).orElse(new float[0]);
        float[] gamma = weights.values(norm.gamma());
        float[] beta = weights.values(norm.beta());
        float[] mean = weights.values(norm.mean());
        float[] variance = weights.values(norm.variance());
        float[] folded = new float[raw.length];
        float[] bias = new float[layer.out()];
        int perChannel = raw.length / layer.out();
        for (int c = 0; c < layer.out(); c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + Node.BatchNorm.EPSILON);
            for (int i = c * perChannel; i < (c + 1) * perChannel; i++) {
                folded[i] = (float) (raw[i] * scale);
            }
            bias[c] = (float) (beta[c] + (own.length == 0 ? 0 : own[c]) * scale - mean[c] * scale);
        }
        return new FoldedConvolution(folded, bias);
    }

    float[] weight() {
        return weight;
    }

    float[] bias() {
        return bias;
    }
}
