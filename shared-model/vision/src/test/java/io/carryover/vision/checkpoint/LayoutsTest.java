/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Normalisation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of transformers and timm, and the converted SimCLR v2 (src/test/python/make_layouts.py). */
class LayoutsTest {
    @ParameterizedTest
    @CsvSource({
        "transformers-resnet50.safetensors, transformers, resnet50, 1, 2",
        "transformers-resnet18.safetensors, transformers, resnet18, 2, 2",
        "timm-resnet34.safetensors, torchvision, resnet34, 1, 2",
        "timm-resnet101.safetensors, torchvision, resnet101, 1, 2",
        "timm-resnet152.safetensors, torchvision, resnet152, 1, 2",
        "simclr-v2-converted.pth, simclr-v2-converted, resnet50, 1, 1",
    })
    void theSameTensorsAreFoundUnderOtherNames(String file, String layout, String family, int width, int ignored)
            throws IOException {
        LoadedCheckpoint loaded = Checkpoints.load(Digests.path("layouts", file), LoadOptions.DEFAULT);

        Inspection found = loaded.inspection();
        assertThat(found.layout().id()).isEqualTo(layout);
        assertThat(found.network().family().id()).isEqualTo(family);
        assertThat(found.network().width()).isEqualTo(width);
        assertThat(found.matched()).isEqualTo(found.network().tensors().size());
        assertThat(found.ignored()).hasSize(ignored);
        assertThat(loaded.weights().digest().hex()).isEqualTo(Digests.expected("layouts", file));
    }

    @Test
    void aDeepStemIsRefusedByName() {
        assertThatThrownBy(() ->
                        Checkpoints.inspect(Digests.path("layouts", "timm-resnet50d.safetensors"), LoadOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT))
                .hasMessageContaining("resnet50d")
                .hasMessageContaining("stem of three convolutions");
    }

    @Test
    void simclrTakesPixelsWithoutNormalisation() {
        assertThat(inspect("simclr-v2-converted.pth").layout().advice().normalisation())
                .isEqualTo(Normalisation.NONE);
        assertThat(inspect("timm-resnet34.safetensors").layout().advice().normalisation())
                .isEqualTo(Normalisation.IMAGENET);
    }

    @Test
    void theArchitectureThatIsAskedForMustBeTheOneFound() {
        assertThat(problem("timm-resnet34.safetensors", "resnet34")).isNull();
        assertThat(problem("timm-resnet34.safetensors", "resnet34w1")).isNull();
        assertThat(problem("timm-resnet34.safetensors", "resnet50"))
                .isEqualTo("it is a resnet34 of width 1, expected resnet50");
        assertThat(problem("timm-resnet34.safetensors", "resnet34w64"))
                .isEqualTo("it has width 1, expected resnet34w64");
    }

    private static Inspection inspect(String file) {
        return Checkpoints.inspect(Digests.path("layouts", file), LoadOptions.DEFAULT);
    }

    private static @Nullable String problem(String file, String architecture) {
        return Checkpoints.inspect(Digests.path("layouts", file), LoadOptions.parse("auto", architecture))
                .problem()
                .map(Inspection.Problem::message)
                .orElse(null);
    }
}
