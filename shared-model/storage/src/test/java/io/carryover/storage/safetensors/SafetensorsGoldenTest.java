/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files of the reference implementation; {@code golden.py} in the test resources makes them. */
class SafetensorsGoldenTest {
    private static final String IDS = "[\"a.png\",\"ä.png\",\"c\\\"d.png\"]";

    @Test
    void readsWhatTheReferenceWrote() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(golden("features"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.metadata()).containsExactly(Map.entry("images", IDS));
            assertThat(file.tensor("features").shape()).containsExactly(3L, 2L);
            assertThat(file.tensor("features").toFloats()).containsExactly(0f, 0.25f, 0.5f, 0.75f, 1f, 1.25f);
            assertThat(file.tensor("labels").toLongs()).containsExactly(2, 0, 1);
            assertThat(file.tensor("features").floats(1, 2).get(0)).isEqualTo(0.5f);
        }
    }

    @Test
    void readsEveryType() throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(golden("types"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor("f64").toDoubles()).containsExactly(1.5, -2.25);
            assertThat(file.tensor("half").toFloats()).containsExactly(0.099975586f, 65504f, -1f);
            assertThat(file.tensor("i32").toLongs()).containsExactly(-7, 8);
            assertThat(file.tensor("u8").toLongs()).containsExactly(0, 255, 3);
            assertThat(file.tensor("i8").toLongs()).containsExactly(-128);
            assertThat(file.tensor("scalar").shape()).isEmpty();
            assertThat(file.tensor("scalar").toLongs()).containsExactly(5);
            assertThat(file.tensor("empty").toFloats()).isEmpty();
            assertThat(file.tensor("flag").toBytes()).containsExactly(1, 0);
        }
        try (SafetensorsFile file = SafetensorsFile.open(golden("bf16"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor("bf16").toFloats()).containsExactly(1f, -0.5f, 3.140625f);
        }
    }

    @Test
    void writesTheSameBytesAsTheReference(@TempDir Path folder) throws Exception {
        float[] features = {0f, 0.25f, 0.5f, 0.75f, 1f, 1.25f};
        Path declared = folder.resolve("declared");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("features", Dtype.F32, 3, 2)
                .tensor("labels", Dtype.I64, 3)
                .metadata("images", IDS)
                .create(declared)) {
            writer.write("features", features, 0, 4);
            writer.write("labels", new long[] {2, 0, 1}, 0, 3);
            writer.write("features", features, 4, 2);
            writer.finish();
        }
        assertThat(declared).hasSameBinaryContentAs(golden("features"));

        Path streamed = folder.resolve("streamed");
        try (FeatureFileWriter writer = new FeatureFileWriter(streamed, 2)) {
            writer.append(features, 0, 1);
            writer.append(features, 2, 2);
            writer.finish(new long[] {2, 0, 1}, new TreeMap<>(Map.of("images", IDS)));
        }
        assertThat(streamed).hasSameBinaryContentAs(golden("features"));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(declared, streamed);
        }
    }

    @Test
    void ordersTensorsAsTheReferenceDoes(@TempDir Path folder) throws Exception {
        Path written = folder.resolve("types");
        try (SafetensorsWriter writer = SafetensorsWriter.declare()
                .tensor("a", Dtype.F32, 1, 1)
                .tensor("b", Dtype.F32, 2)
                .tensor("empty", Dtype.F32, 0, 4)
                .tensor("f64", Dtype.F64, 2)
                .tensor("flag", Dtype.BOOL, 2)
                .tensor("half", Dtype.F16, 3)
                .tensor("i32", Dtype.I32, 2)
                .tensor("i8", Dtype.I8, 1)
                .tensor("scalar", Dtype.I64)
                .tensor("u8", Dtype.U8, 3)
                .create(written)) {
            writer.write("a", new float[] {3}, 0, 1);
            writer.write("b", new float[] {1, 2}, 0, 2);
            writer.write("f64", new double[] {1.5, -2.25}, 0, 2);
            writer.write("flag", ByteBuffer.wrap(new byte[] {1, 0}));
            ByteBuffer half = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
            half.putShort(Float.floatToFloat16(0.1f))
                    .putShort(Float.floatToFloat16(65504f))
                    .putShort(Float.floatToFloat16(-1f));
            writer.write("half", half.flip());
            ByteBuffer ints = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(-7)
                    .putInt(8);
            writer.write("i32", ints.flip());
            writer.write("i8", ByteBuffer.wrap(new byte[] {-128}));
            writer.write("scalar", new long[] {5}, 0, 1);
            writer.write("u8", ByteBuffer.wrap(new byte[] {0, -1, 3}));
            writer.finish();
        }
        assertThat(written).hasSameBinaryContentAs(golden("types"));
    }

    @Test
    void streamsTheSameNumbers() throws Exception {
        try (SafetensorsStream stream = new SafetensorsStream(
                Files.newInputStream(golden("features")), ErrorCode.INVALID_FEATURES, "features")) {
            assertThat(stream.next().orElseThrow().name()).isEqualTo("labels");
            long[] labels = new long[10];
            assertThat(stream.readLongs(labels, 0, 10)).isEqualTo(3);
            assertThat(labels).startsWith(2, 0, 1, 0);
            assertThat(stream.next().orElseThrow().name()).isEqualTo("features");
            float[] row = new float[2];
            assertThat(stream.readFloats(row, 0, 2)).isEqualTo(2);
            assertThat(row).containsExactly(0f, 0.25f);
            assertThat(stream.next()).isEmpty();
        }
    }

    private static Path golden(String name) throws URISyntaxException, IOException {
        return Path.of(Objects.requireNonNull(SafetensorsGoldenTest.class.getResource(name + ".safetensors"))
                .toURI());
    }
}
