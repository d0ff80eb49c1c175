/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.matlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Files that SciPy wrote ({@code make_official.py}), and files that nobody should write. */
class MatFileTest {
    private static final Path FILES = Path.of("src", "test", "resources", "official");

    @Test
    void valuesAreThoseThatScipyWrote() {
        SortedMap<String, MatValue> values = MatFile.read(FILES.resolve("values.mat"));

        assertThat(numbers(values, "doubles").extents()).containsExactly(2, 2);
        assertThat(numbers(values, "doubles").values()).containsExactly(1.5, -3.25, 2.5, 1e300);
        assertThat(numbers(values, "int64").only()).isEqualTo(-1099511627776.0);
        assertThat(numbers(values, "single").only()).isEqualTo(0.5);
        assertThat(numbers(values, "int16").only()).isEqualTo(-7);
        assertThat(numbers(values, "empty").values()).isEmpty();
        assertThat(values.get("text")).isEqualTo(new MatValue.Text("grün"));
        assertThat(values.get("complex")).isEqualTo(new MatValue.Other());
        SortedMap<String, MatValue> inner = first(values, "nested");
        assertThat(numbers(first(inner, "inner"), "deep").only()).isEqualTo(3);
    }

    @Test
    void compressedOrNotIsTheSame() {
        for (String name : List.of("cars_train_annos.mat", "cars_test_annos_withlabels.mat")) {
            SortedMap<String, MatValue> annotation = first(MatFile.read(FILES.resolve(name)), "annotations");

            assertThat(annotation.get("fname")).isEqualTo(new MatValue.Text("00001.jpg"));
            assertThat(numbers(annotation, "bbox_x2").only()).isEqualTo(569);
        }
    }

    @Test
    void otherFilesAreRefused() {
        assertRefused(new byte[0], "it is not a MATLAB file");
        assertRefused("MATLAB 7.3 MAT-file".getBytes(StandardCharsets.US_ASCII), "save it with -v7");
        assertRefused(Arrays.copyOf("MATLAB 5.0".getBytes(StandardCharsets.US_ASCII), 200), "it is not a MATLAB file");
    }

    @Test
    void cutFilesAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("setid.mat"));
        for (int length = 129; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if ((length - 128) % 72 != 0) { // where a variable ends the rest is a whole file
                assertThatThrownBy(() -> MatFile.read("x.mat", cut)).isInstanceOf(CarryoverException.class);
            }
        }
    }

    @Test
    void sizesThatTheFileCannotHoldAreRefused() {
        ByteBuffer file = ByteBuffer.allocate(128 + 56).order(ByteOrder.LITTLE_ENDIAN);
        file.position(124);
        file.putShort((short) 0x100).put((byte) 'I').put((byte) 'M');
        file.putInt(14).putInt(48); // a matrix
        file.putInt(6).putInt(8).putInt(1).putInt(0); // a cell array
        file.putInt(5).putInt(8).putInt(1 << 30).putInt(1 << 20);
        file.putInt(1).putInt(0).putInt(0).putInt(0);

        assertRefused(file.array(), "extents [1073741824, 1048576] where 16 bytes are left");
    }

    private static SortedMap<String, MatValue> first(SortedMap<String, MatValue> values, String name) {
        return ((MatValue.Structs) Objects.requireNonNull(values.get(name)))
                .elements()
                .getFirst();
    }

    private static MatValue.Numbers numbers(SortedMap<String, MatValue> values, String name) {
        return (MatValue.Numbers) Objects.requireNonNull(values.get(name));
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> MatFile.read("x.mat", file))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATASET))
                .hasMessageContaining("x.mat")
                .hasMessageContaining(why);
    }
}
