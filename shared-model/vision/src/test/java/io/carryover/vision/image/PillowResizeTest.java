/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carryover.contracts.id.Sha256;
import io.carryover.vision.Demo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against Pillow 12.3.0, byte by byte (src/test/python/make_pillow_goldens.py). */
class PillowResizeTest {
    static Stream<JsonNode> cases() throws IOException {
        return StreamSupport.stream(goldens().get("resize").spliterator(), false);
    }

    static JsonNode goldens() throws IOException {
        try (InputStream in = PillowResizeTest.class.getResourceAsStream("/pillow/goldens.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsPillow(JsonNode golden) {
        Raster image = pattern(
                golden.get("width").asInt(),
                golden.get("height").asInt(),
                golden.get("channels").asInt(),
                golden.get("seed").asInt());

        Raster resized = PillowResize.resize(
                image,
                golden.get("to_width").asInt(),
                golden.get("to_height").asInt(),
                Interpolation.of(golden.get("interpolation").asText()).orElseThrow());

        assertThat(Sha256.of(resized.samples()).hex())
                .isEqualTo(golden.get("sha256").asText());
    }

    @Test
    void realImagesResizeAsInTheGoldens() {
        byte[] images = Demo.bytes("goldens/images_u8_16x28x28.npy");
        byte[] resized = Demo.bytes("goldens/resized_u8_16x64x64.npy");
        for (int i = 0; i < 16; i++) {
            Raster image = new Raster(28, 28, 1, Arrays.copyOfRange(images, i * 784, (i + 1) * 784));
            byte[] got =
                    PillowResize.resize(image, 64, 64, Interpolation.BICUBIC).samples();
            assertThat(got).isEqualTo(Arrays.copyOfRange(resized, i * 4096, (i + 1) * 4096));
        }
    }

    @Test
    void greyEqualsPillowsConversion() throws IOException {
        JsonNode golden = goldens().get("grey").get(0);

        Raster grey = pattern(61, 43, 3, 7).grey();

        assertThat(Sha256.of(grey.samples()).hex())
                .isEqualTo(golden.get("sha256").asText());
    }

    /** The byte sequence of the golden's script. */
    static Raster pattern(int width, int height, int channels, int seed) {
        byte[] samples = new byte[width * height * channels];
        int state = seed;
        for (int i = 0; i < samples.length; i++) {
            state = state * 1664525 + 1013904223;
            samples[i] = (byte) (state >>> 24);
        }
        return new Raster(width, height, channels, samples);
    }
}
