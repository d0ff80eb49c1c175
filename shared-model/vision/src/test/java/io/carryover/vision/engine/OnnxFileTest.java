/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of src/test/python/make_onnx.py against what PyTorch computed, and what was made of them by hand. */
class OnnxFileTest {
    private static final Path FILES = Path.of("src/test/resources/onnx");
    private static final int SIDE = 32;

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "small.onnx, map, 10",
        "small.onnx, logits, 4",
        "fixed.onnx, map, 10",
        "fixed.onnx, logits, 4",
        "external.onnx, map, 10",
    })
    void featuresAreTheExportersOwn(String name, String output, int dimension) throws IOException {
        OnnxFile file = OnnxFile.read(FILES.resolve(name), Optional.of("pixels"), Optional.of(output));

        try (FeatureEngine engine = Engines.open(file, EngineOptions.onnx(1), SIDE)) {
            assertThat(engine.dimension()).isEqualTo(dimension);
            assertClose(engine.features(Counted.images(4, SIDE, SIDE), 4, SIDE, SIDE), expected(output));
            // a last batch that does not fill the model's own
            float[] three = engine.features(Counted.images(4, SIDE, SIDE), 3, SIDE, SIDE);
            assertThat(three).hasSize(3 * dimension);
        }
    }

    @Test
    void aValueInsideTheGraphMayBeTheFeature() {
        OnnxFile file =
                OnnxFile.read(FILES.resolve("small.onnx"), Optional.empty(), Optional.of("/ReduceMean_output_0"));

        try (FeatureEngine engine = Engines.open(file, EngineOptions.onnx(1), SIDE)) {
            assertClose(engine.features(Counted.images(4, SIDE, SIDE), 4, SIDE, SIDE), expected("map"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void externalDataCountsInTheDigest() throws IOException {
        copy("external.onnx");
        copy("external.bin");
        OnnxFile one = OnnxFile.read(folder.resolve("external.onnx"), Optional.empty(), Optional.of("map"));
        byte[] data = Files.readAllBytes(folder.resolve("external.bin"));
        data[100] ^= 1;
        Files.write(folder.resolve("external.bin"), data);
        OnnxFile other = OnnxFile.read(folder.resolve("external.onnx"), Optional.empty(), Optional.of("map"));

        assertThat(one.sha256()).isEqualTo(other.sha256());
        assertThat(one.digest()).isNotEqualTo(other.digest());
    }

    @Test
    void itsContentsTellWhatMayBeChosen() {
        OnnxContents found = OnnxFile.contents(FILES.resolve("external.onnx"));

        assertThat(found.inputs()).extracting(OnnxContents.Value::toString).containsExactly("pixels float [n,3,32,32]");
        assertThat(found.outputs()).extracting(OnnxContents.Value::name).containsExactly("map", "logits");
        assertThat(found.data()).containsExactly("external.bin");
        assertThat(found.tensors()).isEqualTo(9);
    }

    @Test
    void itsPartsAreTheFileAndItsExternalData() {
        assertThat(OnnxFile.parts(FILES.resolve("small.onnx"))).containsExactly(FILES.resolve("small.onnx"));
        assertThat(OnnxFile.parts(FILES.resolve("external.onnx")))
                .extracting(part -> part.getFileName().toString())
                .containsExactly("external.onnx", "external.bin");
    }

    @Test
    void namesThatAreNotThereAreAnsweredWithThoseThatAre() {
        Path file = FILES.resolve("small.onnx");

        assertRefused(file, "x", "map", ErrorCode.INVALID_REQUEST, "has no input x; its inputs are pixels");
        assertRefused(
                file, "pixels", "cls", ErrorCode.INVALID_REQUEST, "computes no value cls; its outputs are map, logits");
        assertThatThrownBy(() -> OnnxFile.read(file, Optional.empty(), Optional.empty()))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("outputs map, logits: say which value is the feature (--onnx-output");
    }

    /** As an image tower and a text tower in one file. */
    @Test
    void anInputThatTheFeatureDoesNotNeedIsLeftOut() throws IOException {
        Path file = changed(model -> model.getGraphBuilder()
                .addInput(ValueInfoProto.newBuilder()
                        .setName("text")
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                        .setShape(TensorShapeProto.getDefaultInstance()))))
                .addNode(
                        NodeProto.newBuilder().setOpType("Abs").addInput("text").addOutput("words"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Add")
                        .addInput("words")
                        .addInput("map")
                        .addOutput("both")));

        assertThatThrownBy(() -> OnnxFile.read(file, Optional.empty(), Optional.of("map")))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("has 2 inputs (pixels, text): say which one takes the images (--onnx-input");
        assertRefused(file, "text", "words", ErrorCode.UNSUPPORTED_CHECKPOINT, "input text of changed.onnx is not");
        for (String needsText : List.of("words", "both")) {
            OnnxFile chosen = OnnxFile.read(file, Optional.of("pixels"), Optional.of(needsText));
            assertThatThrownBy(() -> Engines.open(chosen, EngineOptions.onnx(1), SIDE))
                    .isInstanceOfSatisfying(CarryoverException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT))
                    .hasMessageMatching(".* computes " + needsText + " from (pixels, )?text, not from pixels alone");
        }
        OnnxFile images = OnnxFile.read(file, Optional.of("pixels"), Optional.of("map"));
        try (FeatureEngine engine = Engines.open(images, EngineOptions.onnx(1), SIDE)) {
            assertClose(engine.features(Counted.images(4, SIDE, SIDE), 4, SIDE, SIDE), expected("map"));
        }
    }

    @Test
    void anImageSizeThatTheModelDoesNotTakeIsRefused() {
        OnnxFile file = OnnxFile.read(FILES.resolve("small.onnx"), Optional.empty(), Optional.of("map"));

        assertThatThrownBy(() -> Engines.open(file, EngineOptions.onnx(1), 64))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage("small.onnx takes images of 32×32, the transform gives 64×64: crop to the model's size");
        assertThatThrownBy(() -> Engines.open(file, EngineOptions.pytorch(1), SIDE))
                .isInstanceOf(CarryoverException.class)
                .hasMessage("small.onnx is an ONNX file: it runs in engine onnx");
    }

    @Test
    void operatorsFromOutsideAreRefused() throws IOException {
        Path file = changed(model -> model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Run")
                        .setDomain("evil.example")
                        .addOutput("z")));
        assertRefused(file, "pixels", "map", ErrorCode.UNSAFE_CHECKPOINT, "unknown domain 'evil.example'");

        Path nested = changed(model -> model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("If")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("then_branch")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(GraphProto.newBuilder()
                                        .addNode(NodeProto.newBuilder()
                                                .setOpType("Run")
                                                .setDomain("evil.example"))))));
        assertRefused(nested, "pixels", "map", ErrorCode.UNSAFE_CHECKPOINT, "unknown domain 'evil.example'");

        Path imported = changed(model -> model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("evil.example").setVersion(1)));
        assertRefused(imported, "pixels", "map", ErrorCode.UNSAFE_CHECKPOINT, "unknown domain 'evil.example'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "/etc/passwd", "a/../../secret.bin", "", "link.bin"})
    void externalDataOutsideTheFolderIsRefused(String location) throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.write(folder.resolve("secret.bin"), new byte[4096]);
        Files.createSymbolicLink(inner.resolve("link.bin"), folder.resolve("secret.bin"));
        Path file = Files.write(inner.resolve("m.onnx"), external(location, "0"));

        assertRefused(file, "pixels", "map", ErrorCode.UNSAFE_CHECKPOINT, "which is not in its folder");
    }

    @Test
    void externalDataThatIsMissingOrShortIsRefused() throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), external("data.bin", "4000"));

        assertRefused(file, "pixels", "map", ErrorCode.NOT_FOUND, "keeps tensors in data.bin, which is not beside it");
        Files.write(folder.resolve("data.bin"), new byte[100]);
        assertRefused(file, "pixels", "map", ErrorCode.TRUNCATED_CHECKPOINT, "of data.bin, which has 100");
    }

    @Test
    void absurdShapesAreRefused() throws IOException {
        Path file = changed(model -> model.getGraphBuilder()
                .addInitializer(TensorProto.newBuilder()
                        .setName("huge")
                        .addDims(1 << 20)
                        .addDims(1 << 20)));

        assertRefused(file, "pixels", "map", ErrorCode.UNSUPPORTED_CHECKPOINT, "tensor huge of shape");
    }

    @Test
    void whatTheLibraryDoesNotTakeIsACodedError() throws IOException {
        Path file = changed(model -> model.getGraphBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("NoSuchThing")
                        .addInput("map")
                        .addOutput("z")));
        OnnxFile read = OnnxFile.read(file, Optional.empty(), Optional.of("z"));

        assertThatThrownBy(() -> Engines.open(read, EngineOptions.onnx(1), SIDE))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT))
                .hasMessageContaining("ONNX Runtime refuses it");
    }

    @Test
    void aWeightIsNoFeature() {
        OnnxFile file = OnnxFile.read(FILES.resolve("small.onnx"), Optional.empty(), Optional.of("/Constant_output_0"));

        assertThatThrownBy(() -> Engines.open(file, EngineOptions.onnx(1), SIDE))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("from no input, not from pixels alone");
    }

    /** Every truncation and many flipped bits: a coded error or a network, nothing else. */
    @Test
    void damageEndsInACodedError() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("small.onnx"));
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            if (i % 3 == 0) {
                damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length));
            } else {
                damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged.onnx"), damaged);
            try (FeatureEngine engine = Engines.open(
                    OnnxFile.read(file, Optional.empty(), Optional.of("map")), EngineOptions.onnx(1), SIDE)) {
                assertThat(engine.dimension()).isPositive();
            } catch (CarryoverException e) {
                assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
            }
        }
    }

    @Test
    void textIsNoModel() throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "hello");

        assertRefused(file, "pixels", "map", ErrorCode.NOT_A_CHECKPOINT, "m.onnx is no ONNX model");
        assertThat(OnnxFile.named(Path.of("a/B.ONNX"))).isTrue();
        assertThat(OnnxFile.named(Path.of("a/b.pth"))).isFalse();
    }

    private static void assertRefused(Path file, String input, String output, ErrorCode code, String message) {
        assertThatThrownBy(() -> OnnxFile.read(file, Optional.of(input), Optional.of(output)))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private void copy(String name) throws IOException {
        Files.copy(FILES.resolve(name), folder.resolve(name));
    }

    private Path changed(Consumer<ModelProto.Builder> change) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(FILES.resolve("small.onnx"))).toBuilder();
        change.accept(model);
        return Files.write(folder.resolve("changed.onnx"), model.build().toByteArray());
    }

    private byte[] external(String location, String offset) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(FILES.resolve("small.onnx"))).toBuilder();
        model.getGraphBuilder()
                .getInitializerBuilder(0)
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("offset").setValue(offset));
        return model.build().toByteArray();
    }

    private static float[] expected(String output) throws IOException {
        JsonNode values = Json.read(Files.readAllBytes(FILES.resolve("features.json")), JsonNode.class)
                .path(output);
        float[] expected = new float[values.size()];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) values.get(i).asDouble();
        }
        return expected;
    }

    private static void assertClose(float[] values, float[] expected) {
        assertThat(values).hasSameSizeAs(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }
}
