/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tables of TensorFlow's index files with sound checksums, whatever stands in them. */
final class Table {
    private Table() {}

    /** Block contents with one restart. */
    static byte[] ended(ByteArrayOutputStream block) {
        block.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
        return block.toByteArray();
    }

    /** A table with one block. */
    static byte[] of(byte[] block, boolean compressed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        append(out, block, compressed ? 1 : 0);
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
        append(out, indexBlock, 0);
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(varint(0)).put(varint(0)).put(varint(index)).put(varint(indexBlock.length));
        footer.putLong(40, 0xdb4775248b80fb57L);
        out.writeBytes(footer.array());
        return out.toByteArray();
    }

    private static void append(ByteArrayOutputStream out, byte[] block, int type) {
        MaskedCrc crc = new MaskedCrc();
        crc.update(ByteBuffer.wrap(block));
        crc.update(ByteBuffer.wrap(new byte[] {(byte) type}));
        out.writeBytes(block);
        out.write(type);
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(crc.value())
                .array());
    }

    static byte[] varint(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        for (; left >= 0x80; left >>>= 7) {
            out.write((left & 0x7f) | 0x80);
        }
        out.write(left);
        return out.toByteArray();
    }
}
