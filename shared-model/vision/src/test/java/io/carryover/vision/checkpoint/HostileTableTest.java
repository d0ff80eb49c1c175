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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        block.writeBytes(varint(0));
        block.writeBytes(varint(4_000));
        block.writeBytes(varint(0));
        block.writeBytes("k".repeat(4_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 50_000; i++) { // 200 MB of keys in 300 kB
            block.writeBytes(varint(3_997));
            block.writeBytes(varint(3));
            block.writeBytes(varint(0));
            block.writeBytes(new byte[] {(byte) ('a' + i / 2_500), (byte) ('0' + i / 50 % 50), (byte) ('0' + i % 50)});
        }
        table(ended(block));
        assertThat(refusal().code()).isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
        assertThat(refusal()).hasMessageContaining("names");
    }

    @Test
    void aBlockThatPointsToItselfEnds() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(varint(0));
        block.writeBytes(varint(1));
        block.writeBytes(varint(2));
        block.writeBytes(new byte[] {'a', 0, 12}); // the handle of this very block: offset 0, 12 bytes
        table(ended(block));
        assertThat(refusal().code()).isEqualTo(ErrorCode.NOT_A_CHECKPOINT);
    }

    private CarryoverException refusal() {
        return catchThrowableOfType(CarryoverException.class, () -> Checkpoints.load(file, LoadOptions.DEFAULT));
    }

    /** Block contents with one restart. */
    private static byte[] ended(ByteArrayOutputStream block) {
        block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
        return block.toByteArray();
    }

    /** A table with this block as its first and, where it stands, as its index. */
    private void table(byte[] block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, block);
        int index = out.size();
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        handle.writeBytes(varint(0));
        handle.writeBytes(varint(block.length));
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        entries.writeBytes(varint(0));
        entries.writeBytes(varint(1));
        entries.writeBytes(varint(handle.size()));
        entries.write('z');
        entries.writeBytes(handle.toByteArray());
        byte[] indexBlock = ended(entries);
        append(out, indexBlock);
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(varint(0)).put(varint(0)).put(varint(index)).put(varint(indexBlock.length));
        footer.putLong(40, 0xdb4775248b80fb57L);
        out.writeBytes(footer.array());
        Files.write(file, out.toByteArray());
    }

    private static void append(ByteArrayOutputStream out, byte[] block) {
        MaskedCrc crc = new MaskedCrc();
        crc.update(ByteBuffer.wrap(block));
        crc.update(ByteBuffer.wrap(new byte[] {0}));
        out.writeBytes(block);
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(crc.value())
                .array());
    }

    private static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        for (; left >= 0x80; left >>>= 7) {
            out.write((left & 0x7f) | 0x80);
        }
        out.write(left);
        return out.toByteArray();
    }
}
