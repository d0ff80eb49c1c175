/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.sanity;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.vision.Normalisation;
import io.carryover.vision.Demo;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.ResNet;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of networks that are known to be sound or not. */
class NetworkSanityTest {
    @Test
    void aTrainedNetworkTellsImagesApart() {
        NetworkWeights weights = Checkpoints.load(
                        Demo.path("checkpoints/resnet50w8_supervised.pth"), LoadOptions.DEFAULT)
                .weights();

        NetworkSanity sanity = NetworkSanity.of(weights, Normalisation.IMAGENET);

        assertThat(sanity.sound()).isTrue();
        assertThat(sanity.constantFeatures()).isLessThan(256);
        assertThat(NetworkSanity.of(weights, Normalisation.IMAGENET)).isEqualTo(sanity);
    }

    @Test
    void emptyWeightsAreSeenThrough() {
        ResNet network = new ResNet(ResNet.Family.RESNET18, 1);
        Map<String, float[]> zeros = new LinkedHashMap<>();
        network.tensors()
                .forEach((name, shape) -> zeros.put(
                        name,
                        new float
                                [(int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b)]));

        NetworkSanity sanity = NetworkSanity.of(new NetworkWeights(network, zeros), Normalisation.NONE);

        assertThat(sanity.sound()).isFalse();
        assertThat(sanity.finite()).isTrue();
        assertThat(sanity.featureVariance()).isZero();
        assertThat(sanity.constantFeatures()).isEqualTo(8);
        assertThat(sanity.constantTensors()).contains("conv1.weight");
    }
}
