/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyFileTest {
    @Test
    void readsWhatNumpySaved() throws Exception {
        try (NpyFile file = NpyFile.open(golden("f4"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor().shape()).containsExactly(3L, 2L);
            assertThat(file.tensor().toFloats()).containsExactly(0f, 0.25f, 0.5f, 0.75f, 1f, 1.25f);
        }
        try (NpyFile file = NpyFile.open(golden("f8"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor().toDoubles()).containsExactly(0.1, -1e300);
        }
        try (NpyFile file = NpyFile.open(golden("i8"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor().toLongs()).containsExactly(2, 0, Long.MIN_VALUE);
        }
        try (NpyFile file = NpyFile.open(golden("u1"), ErrorCode.INVALID_FEATURES)) {
            assertThat(file.tensor().toLongs()).containsExactly(0, 255);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fortran, 'fortran.npy: in Fortran order; save numpy.ascontiguousarray of it instead'",
        "bigendian, 'bigendian.npy: elements of NumPy type >f4; float32, float64, int64, int32 and uint8 work'",
        "text, 'text.npy: elements of NumPy type <U3; float32, float64, int64, int32 and uint8 work'"
    })
    void saysWhyItRefusesAFile(String name, String message) {
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> NpyFile.open(golden(name), ErrorCode.INVALID_FEATURES))
                .withMessage(message);
    }

    @Test
    void refusesFilesThatEndTooEarly(@TempDir Path folder) throws Exception {
        byte[] whole = Files.readAllBytes(golden("f4"));
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(whole, length));
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> NpyFile.open(cut, ErrorCode.INVALID_FEATURES));
        }
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(NpyFileTest.class.getResource(name + ".npy"))
                .toURI());
    }
}
