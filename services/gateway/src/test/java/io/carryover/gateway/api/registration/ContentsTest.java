/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Padding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentsTest {
    @Test
    void defaultsAreTheStudys() {
        assertThat(read("{\"name\":\"a\",\"path\":\"/a.pth\"}"))
                .isEqualTo(new BackboneContent.Checkpoint(
                        new Place.OnDisk("/a.pth"),
                        "auto",
                        224,
                        Normalisation.IMAGENET,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void paddingIsPlainUnlessAskedOtherwise() {
        assertThat(padding("plain")).isEmpty();
        assertThat(padding("same")).contains(Padding.SAME);
        assertThatThrownBy(() -> padding("valid"))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("padding: one of [plain, same], not 'valid'");
    }

    private static Optional<Padding> padding(String text) {
        return ((BackboneContent.Checkpoint)
                        read("{\"name\":\"a\",\"path\":\"/a\",\"padding\":\"%s\"}".formatted(text)))
                .padding();
    }

    @Test
    void theControlRandomHasThreeSeedsUnlessOneIsNamed() {
        assertThat(read("{\"name\":\"r\",\"control\":\"random\"}"))
                .isEqualTo(new BackboneContent.Random(
                        new Architecture("resnet50", 64), List.of(0L, 1L, 2L), 224, Normalisation.IMAGENET));
        assertThat(
                        read(
                                "{\"name\":\"r\",\"control\":\"random\",\"architecture\":\"resnet50w8\",\"inputSize\":64,\"seed\":7}"))
                .isEqualTo(new BackboneContent.Random(
                        new Architecture("resnet50", 8), List.of(7L), 64, Normalisation.IMAGENET));
    }

    @Test
    void pixelsIsFixedSoThatNobodyPicksAFlatteringOne() {
        assertThat(read("{\"name\":\"p\",\"control\":\"pixels\",\"inputSize\":32}"))
                .isEqualTo(new BackboneContent.Pixels(64));
    }

    @Test
    void normalisationsByNameAndByNumbers() {
        assertThat(normalisation("none")).isEqualTo(Normalisation.NONE);
        assertThat(normalisation("half").std()).containsExactly(0.5, 0.5, 0.5);
        assertThat(normalisation("clip").mean()).containsExactly(0.48145466, 0.4578275, 0.40821073);
        Normalisation own = normalisation("0.1,0.2,0.3/1,2,3");
        assertThat(own.mean()).containsExactly(0.1, 0.2, 0.3);
        assertThat(own.std()).containsExactly(1.0, 2.0, 3.0);
    }

    private static Normalisation normalisation(String text) {
        return ((BackboneContent.Checkpoint)
                        read("{\"name\":\"a\",\"path\":\"/a\",\"normalize\":\"%s\"}".formatted(text)))
                .normalisation();
    }

    private static BackboneContent read(String json) {
        return Contents.of(Json.read(json, BackboneRequest.class));
    }
}
