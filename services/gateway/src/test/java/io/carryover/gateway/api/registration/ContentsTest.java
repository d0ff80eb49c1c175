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
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Padding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void whoseWeightsTheyAreIsKeptWhereSomethingWasSaid() {
        assertThat(with("~path~:~/a.pth~,~attribution~:{~licence~:~MIT~}").attribution())
                .contains(new Attribution("MIT", "not stated", "not stated", false));
        assertThat(with("~path~:~/a.onnx~,~attribution~:{~citation~:~A, B 2021~}")
                        .attribution())
                .contains(new Attribution("not stated", "not stated", "A, B 2021", false));
        assertThat(with("~path~:~/a.pth~,~attribution~:{}")).isEqualTo(with("~path~:~/a.pth~"));
    }

    @Test
    void anArchitectureIsAskedForAsTheCommandsDo() {
        assertThat(architecture("auto").architecture()).isEmpty();
        assertThat(architecture("auto").family()).isEmpty();
        assertThat(architecture("resnet18").family()).contains("resnet18");
        assertThat(architecture("resnet18").architecture()).isEmpty();
        assertThat(architecture("resnet101w8").architecture()).contains(new Architecture("resnet101", 8));
        assertThatThrownBy(() -> architecture("vit-b16"))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("architecture: auto, resnet18, resnet34, resnet50, resnet101 or resnet152, each also with"
                        + " its base width (resnet50w64 is torchvision's); not 'vit-b16'");
    }

    private static BackboneContent.Checkpoint architecture(String text) {
        return (BackboneContent.Checkpoint) with("~path~:~/a~,~architecture~:~%s~".formatted(text));
    }

    @Test
    void aFileCalledOnnxIsOneWhereverItIs() {
        assertThat(with("~path~:~/a.ONNX~,~onnxInput~:~x~,~onnxOutput~:~y~"))
                .isEqualTo(new BackboneContent.Onnx(
                        new Place.OnDisk("/a.ONNX"),
                        Optional.of("x"),
                        Optional.of("y"),
                        224,
                        Normalisation.IMAGENET,
                        Optional.empty()));
        assertThat(with("~upload~:~%s~".formatted(upload(1)))).isInstanceOf(BackboneContent.Onnx.class);
        assertThat(with("~uploads~:[~%s~,~%s~]".formatted(upload(1), upload(2))))
                .isEqualTo(new BackboneContent.Onnx(
                        new Place.UploadedTogether(List.of(upload(1), upload(2))),
                        Optional.empty(),
                        Optional.empty(),
                        224,
                        Normalisation.IMAGENET,
                        Optional.empty()));
        assertThat(with("~uploads~:[~%s~,~%s~]".formatted(upload(2), upload(1))))
                .isInstanceOf(BackboneContent.Checkpoint.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "~control~:~pixels~,~attribution~:{~licence~:~MIT~}; attribution: a control is nobody's work",
                "~path~:~/a.pth~,~onnxOutput~:~y~; onnxInput, onnxOutput: for a file called .onnx",
                "~path~:~/a.onnx~,~padding~:~same~; layout, architecture, padding: an .onnx file has its own",
                "~path~:~/a.onnx~,~architecture~:~resnet50~; layout, architecture, padding: an .onnx file has its own",
                "~path~:~/a.onnx~,~onnxInput~:~ ~; onnxInput: the name of a value, or left out for the only one",
                "~uploads~:[]; uploads: 1 to 1001 ids of uploads, not 0",
                "~uploads~:[~/etc/passwd~]; upload: the id that POST /v1/uploads gave, not '/etc/passwd'",
                "~path~:~/a~,~uploads~:[~/b~]; give exactly one of path, upload",
            })
    void whatDoesNotFitIsSaid(String fields, String message) {
        assertThatThrownBy(() -> with(fields))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining(message);
    }

    private static BackboneContent with(String fields) {
        return read("{~name~:~a~,%s}".formatted(fields).replace('~', '"'));
    }

    private static String upload(int number) {
        return "up-%024d".formatted(number);
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
        return Contents.of(
                Json.read(json, BackboneRequest.class), id -> id.equals(upload(1)) ? "model.onnx" : "model.index");
    }
}
