/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Padding;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResNetTest {
    /** Parameters of torchvision's networks of width 64 less their fc (1000 classes), and of the demonstration's. */
    @ParameterizedTest
    @CsvSource({
        "RESNET18, 64, 11176512, 512, 100",
        "RESNET34, 64, 21284672, 512, 180",
        "RESNET50, 64, 23508032, 2048, 265",
        "RESNET101, 64, 42500160, 2048, 520",
        "RESNET152, 64, 58143808, 2048, 775",
        "RESNET50, 8, 374152, 256, 265",
    })
    void countsAreTorchvisions(ResNet.Family family, int width, long parameters, int dimension, int tensors) {
        ResNet network = new ResNet(family, width);

        assertThat(network.parameters()).isEqualTo(parameters);
        assertThat(network.dimension()).isEqualTo(dimension);
        assertThat(network.tensors()).hasSize(tensors);
    }

    @Test
    void namesAndShapesAreTorchvisions() {
        var tensors = new ResNet(ResNet.Family.RESNET50, 64).tensors();

        assertThat(tensors.keySet())
                .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var");
        assertThat(tensors.get("conv1.weight")).isEqualTo(List.of(64L, 3L, 7L, 7L));
        assertThat(tensors.get("layer2.0.conv2.weight")).isEqualTo(List.of(128L, 128L, 3L, 3L));
        assertThat(tensors.get("layer2.0.downsample.0.weight")).isEqualTo(List.of(512L, 256L, 1L, 1L));
        assertThat(tensors.get("layer4.2.bn3.running_var")).isEqualTo(List.of(2048L));
    }

    @Test
    void theStrideSitsOnTheThreeByThree() {
        Graph graph = new ResNet(ResNet.Family.RESNET50, 8).graph();

        assertThat(strides(graph, "layer2.0.conv1", "layer2.0.conv2", "layer2.0.conv3", "layer2.0.downsample.0"))
                .containsExactly(1, 2, 1, 2);
    }

    private static List<Integer> strides(Graph graph, String... names) {
        return Stream.of(names)
                .map(name -> graph.nodes().stream()
                        .filter(Node.Convolution.class::isInstance)
                        .map(Node.Convolution.class::cast)
                        .filter(conv -> conv.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .window()
                        .stride())
                .toList();
    }

    @Test
    void mapsHaveTheSizesThatDenseTasksCountOn() {
        ResNet plain = new ResNet(ResNet.Family.RESNET50, 64);
        ResNet dilated = new ResNet(ResNet.Family.RESNET50, 64, Padding.PLAIN, true);

        assertThat(plain.graph().maps()).containsKeys("layer1", "layer2", "layer3", "layer4");
        assertThat(mapOf(plain, "layer1")).containsExactly(256, 56, 56);
        assertThat(mapOf(plain, "layer4")).containsExactly(2048, 7, 7);
        assertThat(mapOf(dilated, "layer4")).containsExactly(2048, 28, 28);
        assertThat(dilated.tensors()).isEqualTo(plain.tensors());
    }

    private static List<Integer> mapOf(ResNet network, String layer) {
        Graph graph = network.graph();
        return graph.shapes(224, 224).getOrDefault(graph.maps().getOrDefault(layer, ""), List.of());
    }

    /** TensorFlow: a total of {@code max((ceil(n / s) - 1) s + k - n, 0)}, the odd line at the end. */
    @ParameterizedTest
    @CsvSource({
        "7, 2, 224, 2, 3, 112",
        "7, 2, 223, 3, 3, 112",
        "3, 2, 112, 0, 1, 56",
        "3, 2, 113, 1, 1, 57",
        "1, 2, 9, 0, 0, 5"
    })
    void samePaddingIsTensorFlows(int kernel, int stride, int size, int before, int after, int positions) {
        Window window = new Window(kernel, stride, 1, Window.Edge.SAME);

        assertThat(window.before(size)).isEqualTo(before);
        assertThat(window.after(size)).isEqualTo(after);
        assertThat(window.positions(size)).isEqualTo(positions);
    }

    @Test
    void paddingIsPartOfTheName() {
        ResNet same = ResNet.of(new Architecture("resnet50", 8).with(Padding.SAME));

        assertThat(same).isEqualTo(new ResNet(ResNet.Family.RESNET50, 8, Padding.SAME, false));
        assertThat(same.architecture().id()).isEqualTo("resnet50w8-same");
        assertThat(new Architecture("resnet50", 8).with(Padding.PLAIN)).isEqualTo(new Architecture("resnet50", 8));
    }

    /** ResNet-50 at 224 pixels is fullest where the first block adds: two maps of 256×56×56 beside the sum in the making. */
    @Test
    void activationsAreCounted() {
        long map = 256L * 56 * 56;

        assertThat(new ResNet(ResNet.Family.RESNET50, 64).graph().peakValues(224, 224))
                .isBetween(2 * map, 4 * map);
    }

    @Test
    void aGraphThatCannotBeComputedInOrderIsRefused() {
        assertThatThrownBy(() -> new Graph(List.of(new Node.Relu("a", "b")), "a", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Graph(List.of(new Node.Relu("a", Graph.INPUT)), "c", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownArchitecturesAreRefused() {
        assertThat(ResNet.of(new Architecture("resnet50", 8))).isEqualTo(new ResNet(ResNet.Family.RESNET50, 8));
        assertThatThrownBy(() -> ResNet.of(new Architecture("vit_b16", 64))).isInstanceOf(CarryoverException.class);
        assertThatThrownBy(() -> ResNet.of(new Architecture("resnet50", 0))).isInstanceOf(CarryoverException.class);
    }

    @Test
    void randomWeightsFollowTorchvisionsDefault() {
        NetworkWeights weights = RandomWeights.of(new ResNet(ResNet.Family.RESNET50, 8), 0);

        float[] conv = weights.values("layer4.0.conv2.weight"); // 64 x 64 x 3 x 3: deviation sqrt(2 / 576)
        double mean = 0;
        double square = 0;
        for (float v : conv) {
            mean += v / conv.length;
            square += (double) v * v / conv.length;
        }
        assertThat(mean).isBetween(-0.002, 0.002);
        assertThat(Math.sqrt(square)).isBetween(0.0585, 0.0594);
        assertThat(weights.values("layer4.2.bn3.weight")).containsOnly(1f);
        assertThat(weights.values("layer4.2.bn3.bias")).containsOnly(0f);
        assertThat(weights.values("bn1.running_mean")).containsOnly(0f);
        assertThat(weights.values("bn1.running_var")).containsOnly(1f);
    }

    /** Computed by src/test/python/random_weights.py. */
    @Test
    void aSeedGivesTheSameBitsForEver() {
        ResNet network = new ResNet(ResNet.Family.RESNET50, 8);

        assertThat(RandomWeights.of(network, 0).digest().hex())
                .isEqualTo("2c9dfa8664caf4476583515935e09bbcadc4d85450673b8deedfda5c10822110");
        assertThat(RandomWeights.of(network, 1).digest().hex())
                .isEqualTo("e239bdee47efb63412a31f6a7c5154928d7f9ec6437bf5f053d117cffb5baf75");
    }

    @Test
    void normalFormIsWhatASafetensorsWriterMakes(@TempDir Path folder) throws IOException {
        NetworkWeights weights = RandomWeights.of(new ResNet(ResNet.Family.RESNET18, 2), 5);
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        weights.write(own);

        SafetensorsWriter.Declaration declaration = SafetensorsWriter.declare();
        weights.network()
                .tensors()
                .forEach((name, shape) -> declaration.tensor(
                        name,
                        Dtype.F32,
                        shape.stream().mapToLong(Long::longValue).toArray()));
        Path file = folder.resolve("w.safetensors");
        try (SafetensorsWriter writer = declaration.create(file)) {
            for (String name : weights.network().tensors().keySet()) {
                writer.write(name, weights.values(name), 0, weights.values(name).length);
            }
            writer.finish();
        }

        assertThat(own.toByteArray()).isEqualTo(Files.readAllBytes(file));
    }
}
