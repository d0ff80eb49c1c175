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
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every kind, against the digests of Pillow's pixels (make_image_files.py): no difference in any sample. */
class ImageFilesTest {
    static Stream<String> files() throws IOException {
        return digests().propertyStream().map(java.util.Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everySampleIsPillows(String file) throws IOException {
        JsonNode wanted = digests().get(file);

        Raster image = ImageDecoder.decode(file, resource(file), ImageDecoder.Limits.DEFAULT);

        assertThat(image.width()).isEqualTo(wanted.get("width").asInt());
        assertThat(image.height()).isEqualTo(wanted.get("height").asInt());
        assertThat(Sha256.of(colour(image)).hex())
                .isEqualTo(wanted.get("sha256").asText());
    }

    /** Pillow refuses each of them too. */
    @ParameterizedTest
    @MethodSource("files")
    void theBeginningOfAFileIsRefusedByName(String file) throws IOException {
        byte[] whole = resource(file);

        assertThatThrownBy(() -> ImageDecoder.decode(
                        "photos/" + file, Arrays.copyOf(whole, whole.length * 2 / 5), ImageDecoder.Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNREADABLE_IMAGE))
                .hasMessageContaining("photos/" + file);
    }

    /** Whatever is broken, there is an image within the limits or a coded error. */
    @ParameterizedTest
    @MethodSource("files")
    void brokenBytesNeverCrash(String file) throws IOException {
        byte[] whole = resource(file);
        var random = new Random(file.hashCode());
        var limits = new ImageDecoder.Limits(1 << 20, 100_000);
        for (int i = 0; i < 30; i++) {
            byte[] broken = whole.clone();
            for (int k = 0; k <= i % 4; k++) {
                // headers matter most
                int at = random.nextInt(i % 3 == 0 ? whole.length : Math.min(64, whole.length));
                broken[at] = (byte) random.nextInt();
            }
            try {
                Raster image = ImageDecoder.decode(file, broken, limits);
                assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(limits.pixels());
            } catch (CarryoverException e) {
                assertThat(e.code()).isIn(ErrorCode.UNREADABLE_IMAGE, ErrorCode.IMAGE_TOO_LARGE);
            }
        }
    }

    static byte[] colour(Raster image) {
        if (image.channels() == 3) {
            return image.samples();
        }
        byte[] colour = new byte[image.samples().length * 3];
        for (int i = 0; i < colour.length; i++) {
            colour[i] = image.samples()[i / 3];
        }
        return colour;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ImageFilesTest.class.getResourceAsStream("/images/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static JsonNode digests() throws IOException {
        return new ObjectMapper().readTree(resource("digests.json")).get("images");
    }
}
