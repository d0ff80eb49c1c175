/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "shorter-64-bicubic-crop-64",
                "shorter-256-bilinear-crop-224",
                "both-73-bilinear-crop-64",
                "both-240x320-bicubic-crop-224",
            })
    void textIsReadAndPrintedAlike(String text) {
        assertThat(Transform.parse(text).id()).isEqualTo(new TransformId(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shorter-64-bicubic",
                "shorter-64-nearest-crop-64",
                "shorter-64x64-bicubic-crop-64",
                "shorter-64-bicubic-crop-65",
                "both-64x63-bicubic-crop-64",
                "shorter-0-bicubic-crop-0",
                "shorter-9999-bicubic-crop-1",
            })
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Transform.parse(text))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    /** torchvision 0.4: the long side is int(size · long / short), the crop's offset int(round((side − crop) / 2)). */
    @ParameterizedTest
    @CsvSource({
        // width, height, resized width, resized height, crop offset in x and y
        "500, 375, 298, 224, 37, 0",
        "375, 500, 224, 298, 0, 37",
        "340, 300, 253, 224, 14, 0", // 14.5 goes to the even 14
        "227, 200, 254, 224, 15, 0",
        "342, 224, 342, 224, 59, 0", // the shorter side has its size already: nothing is resized
        "341, 224, 341, 224, 58, 0", // 58.5 goes to the even 58
    })
    void sizesAndOffsetsAreTorchvisions(int width, int height, int toWidth, int toHeight, int left, int top) {
        Raster image = PillowResizeTest.pattern(width, height, 1, 1);

        Raster got = Transform.parse("shorter-224-bicubic-crop-224").apply(image);

        Raster resized = PillowResize.resize(image, toWidth, toHeight, Interpolation.BICUBIC);
        assertThat(got.samples()).isEqualTo(resized.crop(left, top, 224, 224).samples());
    }

    static Stream<JsonNode> goldens() throws IOException {
        return PillowResizeTest.goldens().get("transform").valueStream();
    }

    /** Every recipe, odd sizes, both orientations, one pixel wide, smaller than the crop: no sample differs. */
    @ParameterizedTest
    @MethodSource("goldens")
    void cropsArePillowsAndTorchvisions(JsonNode golden) {
        Raster image = PillowResizeTest.pattern(
                golden.get("width").asInt(),
                golden.get("height").asInt(),
                golden.get("channels").asInt(),
                golden.get("seed").asInt());

        Raster crop = Transform.parse(golden.get("transform").asText()).apply(image);

        assertThat(Sha256.of(crop.samples()).hex())
                .isEqualTo(golden.get("sha256").asText());
    }

    @Test
    void presetsAreNamesOfTransforms() {
        assertThat(Transform.parse("study").id()).isEqualTo(TransformId.manyShot(224));
        assertThat(Transform.parse("study-few-shot").id()).isEqualTo(TransformId.fewShotStudy(224));
        assertThat(Transform.parse("dino").id()).isEqualTo(new TransformId("shorter-256-bicubic-crop-224"));
    }

    @Test
    void whatIsCutAwayTakesNoMemory() {
        Raster line = new Raster(100_000, 1, 1, new byte[100_000]); // 22 400 000 × 224 pixels before the crop

        assertThat(Transform.parse("study").apply(line).width()).isEqualTo(224);
    }

    @Test
    void greyFillsThreePlanesWithTheirOwnNormalisation() {
        FloatBuffer out = FloatBuffer.allocate(3);

        new Planes(Normalisation.IMAGENET).write(new Raster(1, 1, 1, new byte[] {(byte) 128}), out);

        assertThat(out.array())
                .containsExactly(
                        (128 / 255f - 0.485f) / 0.229f, (128 / 255f - 0.456f) / 0.224f, (128 / 255f - 0.406f) / 0.225f);
    }

    @Test
    void colourGoesToItsOwnPlanes() {
        FloatBuffer out = FloatBuffer.allocate(6);

        new Planes(Normalisation.NONE)
                .write(new Raster(2, 1, 3, new byte[] {0, 51, 102, (byte) 153, (byte) 204, -1}), out);

        assertThat(out.array()).containsExactly(0f, 0.6f, 0.2f, 0.8f, 0.4f, 1f);
    }

    @Test
    void normalisationsHaveNamesOrNumbers() {
        assertThat(Normalisations.parse("imagenet")).isEqualTo(Normalisation.IMAGENET);
        assertThat(Normalisations.parse("none")).isEqualTo(Normalisation.NONE);
        assertThat(Normalisations.parse("0.1,0.2,0.3/1,2,3").std()).containsExactly(1.0, 2.0, 3.0);
        for (String bad : new String[] {"", "imagenett", "1,2/1,2", "0,0,0/1,1,0", "0,0,0/1,1,NaN", "a,b,c/1,1,1"}) {
            assertThatThrownBy(() -> Normalisations.parse(bad)).isInstanceOf(CarryoverException.class);
        }
    }
}
