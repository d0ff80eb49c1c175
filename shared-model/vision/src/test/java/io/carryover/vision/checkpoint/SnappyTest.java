/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks by hand, from Snappy's description of its format. */
class SnappyTest {
    private final Path file;

    SnappyTest(@TempDir Path folder) {
        this.file = folder.resolve("block");
    }

    @Test
    void literalsAndCopiesOfEachWidthUnfold() throws IOException {
        // "Wikipedia" literal, then a run by an overlapping copy, then copies with offsets of two and four bytes
        assertThat(unfold("09" + "20" + "57696b697065646961")).isEqualTo("Wikipedia");
        assertThat(unfold("0a" + "00" + "61" + "15" + "01")).isEqualTo("aaaaaaaaaa");
        assertThat(unfold("06" + "08" + "616263" + "0a" + "0300")).isEqualTo("abcabc");
        assertThat(unfold("06" + "08" + "616263" + "0b" + "03000000")).isEqualTo("abcabc");
        assertThat(unfold("03" + "f0" + "02" + "616263")).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing at all
                "ffffffff0f", // 4 GiB promised
                "80808008", // 16 MiB promised by nothing
                "030861", // a literal that ends
                "02040061620101", // more than was promised
                "0a00611502", // a copy from before the beginning
                "0a00611500", // a copy from nowhere
                "05046162", // less than was promised
                "03f0", // a length that ends
                "08006101", // an offset that ends
            })
    void whatDoesNotUnfoldIsRefused(String hex) {
        assertThatThrownBy(() -> unfold(hex)).isInstanceOf(CarryoverException.class);
    }

    private String unfold(String hex) throws IOException {
        Files.write(file, new byte[1]);
        try (ByteSource source = ByteSource.open(file)) {
            ByteBuffer out =
                    Snappy.unfold(source, ByteBuffer.wrap(HexFormat.of().parseHex(hex)), 1 << 20);
            return StandardCharsets.ISO_8859_1.decode(out).toString();
        }
    }
}
