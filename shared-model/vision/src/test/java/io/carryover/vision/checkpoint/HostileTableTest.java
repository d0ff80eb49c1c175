/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with sound checksums that want memory. */
class HostileTableTest {
    private final Path file;

    HostileTableTest(@TempDir Path folder) {
        this.file = folder.resolve("model.ckpt-1.index");
    }

    @Test
    void keysThatShareALongPrefixAreBounded() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(Table.varint(0));
        block.writeBytes(Table.varint(4_000));
        block.writeBytes(Table.varint(0));
        block.writeBytes("k".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 50_000; i++) { // 200 MB of keys in 300 kB
            block.writeBytes(Table.varint(3_997));
            block.writeBytes(Table.varint(3));
            block.writeBytes(Table.varint(0));
            block.writeBytes(new byte[] {(byte) ('a' + i / 2_500), (byte) ('0' + i / 50 % 50), (byte) ('0' + i % 50)});
        }
        Files.write(file, Table.of(Table.ended(block), false));
        assertThat(refusal().code()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
        assertThat(refusal()).hasMessageContaining("names");
    }

    @Test
    void aBlockThatPointsToItselfEnds() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(Table.varint(0));
        block.writeBytes(Table.varint(1));
        block.writeBytes(Table.varint(2));
        block.writeBytes(new byte[] {'a', 0, 12}); // the handle of this very block: offset 0, 12 bytes
        Files.write(file, Table.of(Table.ended(block), false));
        assertThat(refusal().code()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
    }

    private CarryoverException refusal() {
        return catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(file, LoadOptions.DEFAULT));
    }
}
