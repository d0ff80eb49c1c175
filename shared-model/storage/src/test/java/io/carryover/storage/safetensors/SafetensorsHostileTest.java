/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsHostileTest {
    private static final String GOOD = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}                                  | starts at byte 4 of the data, not at 0
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}                                   | takes 4 bytes, its offsets are 0 to 8
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                                   | its offsets are 8 to 0
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                                  | impossible shape [-2]
            {"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}               | impossible shape
            {"a":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}                                   | unknown dtype 'F99'
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"run":"me"}}                        | unknown field 'run'
            {"a":{"dtype":"F32","shape":[2]}}                                                        | needs dtype, shape and two data_offsets
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                                 | shape of a
            {"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}                | not valid JSON
            {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | 'b' starts at byte 0 of the data, not at 4
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | Duplicate field 'a'
            {"__metadata__":{"images":["a"]}}                                                        | metadata images
            {"a":7}                                                                                  | a is not a start_object
            {"a":                                                                                    | not valid JSON
            ["a"]                                                                                    | header is not a JSON object
            """)
    void saysWhatIsWrongWithTheHeader(String json, String message, @TempDir Path folder) throws IOException {
        Path file = file(folder, json, new byte[8]);
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> SafetensorsFile.open(file, ErrorCode.INVALID_FEATURES))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_FEATURES))
                .withMessageStartingWith("x.safetensors: ")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e).message().doesNotContain("\n"));
    }

    @Test
    void tellsTruncatedFilesFromBrokenOnes(@TempDir Path folder) throws IOException {
        Path shortFile = file(folder, GOOD, new byte[7]);
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() ->
                        SafetensorsFile.open(shortFile, ErrorCode.NOT_A_CHECKPOINT, ErrorCode.TRUNCATED_CHECKPOINT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.TRUNCATED_CHECKPOINT))
                .withMessageContaining("ends after 69 bytes, its header names 70");
        Path longFile = file(folder, GOOD, new byte[9]);
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() ->
                        SafetensorsFile.open(longFile, ErrorCode.NOT_A_CHECKPOINT, ErrorCode.TRUNCATED_CHECKPOINT))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT));
    }

    @Test
    void takesNoMemoryForAHeaderThatOnlyClaimsToBeLarge(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.safetensors");
        ByteBuffer claim =
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE);
        Files.write(file, claim.array());
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> SafetensorsFile.open(file, ErrorCode.INVALID_FEATURES))
                .withMessageContaining("larger than 16 MiB");
    }

    @Test
    void refusesAMissingTensorByName(@TempDir Path folder) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(file(folder, GOOD, new byte[8]), ErrorCode.INVALID_FEATURES)) {
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> file.tensor("labels"))
                    .withMessage("x.safetensors: no tensor 'labels'");
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> file.tensor("a").toLongs())
                    .withMessage("tensor 'a' (F32 [2]) does not hold integers");
        }
    }

    @Test
    void answersEveryDamagedByteWithAnErrorOfItsOwn() throws IOException {
        byte[] good = bytes(GOOD, new byte[8]);
        Random random = new Random(20261124);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int flips = 1 + random.nextInt(3); flips > 0 && damaged.length > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try (SafetensorsStream stream =
                    new SafetensorsStream(new ByteArrayInputStream(damaged), ErrorCode.INVALID_FEATURES, "x")) {
                while (stream.next().isPresent()) {
                    stream.readBytes(new byte[64], 0, 64);
                }
            } catch (CarryoverException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(10_000, 20_000);
    }

    private static Path file(Path folder, String json, byte[] data) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), bytes(json, data));
    }

    private static byte[] bytes(String json, byte[] data) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }
}
