/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"rgb.png", "grey.png", "rgb.bmp", "rgba.png", "grey-alpha.png", "palette.png", "bilevel.png"})
    void readsWhatPillowReads(String file) throws IOException {
        JsonNode digests = new ObjectMapper().readTree(resource("decoded.json"));

        Raster image = ImageDecoder.decode(file, resource(file), ImageDecoder.Limits.DEFAULT);

        assertThat(Sha256.of(colour(image)).hex()).isEqualTo(digests.get(file).asText());
    }

    @Test
    void greyFilesKeepOneChannel() throws IOException {
        assertThat(ImageDecoder.decode("grey.png", resource("grey.png"), ImageDecoder.Limits.DEFAULT)
                        .channels())
                .isEqualTo(1);
    }

    @Test
    void brokenFilesAreNamed() throws IOException {
        byte[] whole = resource("rgb.png");

        assertRefused(ErrorCode.UNREADABLE_IMAGE, "cat.png", Arrays.copyOf(whole, 60));
        assertRefused(ErrorCode.UNREADABLE_IMAGE, "empty.png", new byte[0]);
        assertRefused(ErrorCode.UNREADABLE_IMAGE, "text.png", "not an image".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void hugeImagesAreRefusedBeforeTheyTakeMemory() throws IOException {
        byte[] claims = resource("rgb.png");
        for (int i = 16; i < 24; i++) {
            claims[i] = 0x7f; // width and height in the header
        }

        assertThatThrownBy(() -> ImageDecoder.decode("bomb.png", claims, ImageDecoder.Limits.DEFAULT))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("bomb.png");
        byte[] rgb = resource("rgb.png");
        assertThatThrownBy(() -> ImageDecoder.decode("big.png", rgb, new ImageDecoder.Limits(1 << 20, 116)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE));
        assertThatThrownBy(() -> ImageDecoder.decode("big.png", rgb, new ImageDecoder.Limits(100, 1000)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE));
    }

    private static void assertRefused(ErrorCode code, String name, byte[] bytes) {
        assertThatThrownBy(() -> ImageDecoder.decode(name, bytes, ImageDecoder.Limits.DEFAULT))
                .isInstanceOfSatisfying(CarryoverException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e).hasMessageContaining(name);
                });
    }

    private static byte[] colour(Raster image) {
        if (image.channels() == 3) {
            return image.samples();
        }
        byte[] colour = new byte[image.samples().length * 3];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = image.samples()[i / 3];
        }
        return colour;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ImageDecoderTest.class.getResourceAsStream("/pillow/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
