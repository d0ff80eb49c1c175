/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Padding;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.ResNet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every architecture, both paddings, plain and dilated, on both engines, against what PyTorch computes in float64
 * (src/test/python/make_network_goldens.py). The tolerance is the project's promise; float32 leaves about 1e-6.
 */
class GoldenNetworksTest {
    private static final double TOLERANCE = 1e-4;
    private static final List<EngineOptions> ENGINES = List.of(EngineOptions.onnx(1), EngineOptions.pytorch(1));
    private static final Map<String, float[]> GOLDENS = goldens();

    static Stream<Arguments> networks() {
        return Stream.of(ResNet.Family.values()).flatMap(family -> Stream.of(Padding.values())
                .flatMap(padding -> Stream.of(false, true).map(dilated -> Arguments.of(family, padding, dilated))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void featuresAreTheReferences(ResNet.Family family, Padding padding, boolean dilated) {
        NetworkWeights weights = weights(family, padding, dilated);
        String name = name(family, padding, dilated);
        for (EngineOptions options : ENGINES) {
            try (FeatureEngine engine = Engines.open(weights, options)) {
                assertClose(engine.features(Counted.images(2, 64, 64), 2, 64, 64), name);
                assertClose(engine.features(Counted.images(1, 53, 70), 1, 53, 70), name + "-odd");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void mapsAreTheReferences(ResNet.Family family, Padding padding, boolean dilated) {
        if (family != ResNet.Family.RESNET50) {
            return; // goldens of maps are kept for one family
        }
        List<String> layers = List.of("layer4", "layer1", "layer2", "layer3");
        for (EngineOptions options : ENGINES) {
            try (MapEngine engine = Engines.maps(weights(family, padding, dilated), layers, options)) {
                List<FeatureMap> maps = engine.maps(Counted.images(1, 40, 56), 1, 40, 56);
                assertThat(maps).extracting(FeatureMap::layer).isEqualTo(layers);
                assertThat(maps.get(1).channels()).isEqualTo(16);
                assertThat(maps.get(1).height()).isEqualTo(10);
                assertThat(maps.get(1).width()).isEqualTo(14);
                for (FeatureMap map : maps) {
                    assertClose(map.values().array(), name(family, padding, dilated) + "-" + map.layer());
                }
            }
        }
    }

    @Test
    void theNetworkOfTheStudyAtItsOwnSize() {
        NetworkWeights weights = Counted.weights(new ResNet(ResNet.Family.RESNET50, 64));
        for (EngineOptions options : ENGINES) {
            try (FeatureEngine engine = Engines.open(weights, options)) {
                assertClose(engine.features(Counted.images(1, 224, 224), 1, 224, 224), "resnet50-full");
            }
        }
    }

    /** A family that neither reader nor engine knows: only its graph is new. */
    @Test
    void aVisionTransformerNeedsNothingButItsGraph() {
        NetworkWeights weights = Counted.weights(new TinyTransformer(24, 40, 4, 3, 8));
        for (EngineOptions options : ENGINES) {
            try (FeatureEngine engine = Engines.open(weights, options)) {
                assertThat(engine.dimension()).isEqualTo(24);
                assertClose(engine.features(Counted.images(2, 32, 32), 2, 32, 32), "transformer");
            }
        }
    }

    @Test
    void aLayerThatIsNotThereIsRefused() {
        NetworkWeights weights = weights(ResNet.Family.RESNET18, Padding.PLAIN, false);

        assertThatThrownBy(() -> Engines.maps(weights, List.of("layer5"), EngineOptions.onnx(1)))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("resnet18w4 has no layer layer5; it has layer1, layer2, layer3, layer4");
    }

    private static NetworkWeights weights(ResNet.Family family, Padding padding, boolean dilated) {
        int width =
                switch (family) {
                    case RESNET18, RESNET34, RESNET50 -> 4;
                    case RESNET101, RESNET152 -> 2;
                };
        return Counted.weights(new ResNet(family, width, padding, dilated));
    }

    private static String name(ResNet.Family family, Padding padding, boolean dilated) {
        return family.id() + "-" + padding.id() + (dilated ? "-dilated" : "");
    }

    private static void assertClose(float[] values, String golden) {
        float[] expected = Objects.requireNonNull(GOLDENS.get(golden), golden);
        assertThat(values).as(golden).hasSameSizeAs(expected);
        double distance = 0;
        double norm = 0;
        for (int i = 0; i < values.length; i++) {
            distance += Math.pow((double) values[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(distance / norm)).as(golden).isLessThan(TOLERANCE);
    }

    private static Map<String, float[]> goldens() {
        Path folder = Path.of("src/test/resources/networks");
        try {
            JsonNode shapes = Json.read(Files.readAllBytes(folder.resolve("networks.json")), JsonNode.class);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("networks.f32")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            Map<String, float[]> goldens = new LinkedHashMap<>();
            shapes.properties().forEach(entry -> {
                int length = 1;
                for (JsonNode side : entry.getValue()) {
                    length *= side.asInt();
                }
                float[] values = new float[length];
                for (int i = 0; i < length; i++) {
                    values[i] = bytes.getFloat();
                }
                goldens.put(entry.getKey(), values);
            });
            assertThat(bytes.hasRemaining()).isFalse();
            return goldens;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
