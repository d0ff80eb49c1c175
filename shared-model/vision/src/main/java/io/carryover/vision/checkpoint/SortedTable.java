/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * LevelDB's sorted table, as TensorFlow writes its index: blocks of entries whose keys share prefixes, an index of blocks,
 * and a footer; each block has a checksum and may be compressed with Snappy. Layout: leveldb {@code doc/table_format.md}.
 */
final class SortedTable {
    private static final long MAGIC = 0xdb4775248b80fb57L;
    private static final int FOOTER = 48;
    private static final int TRAILER = 5;
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_KEY = 4_096;
    private static final int MAX_BLOCK = 16 << 20;
    private static final int MAX_TOTAL = 64 << 20;
    private static final int MAX_KEYS = 32 << 20;
    private static final int PLAIN = 0;
    private static final int SNAPPY = 1;

    private final ByteSource source;
    private long unfolded;
    private long keyBytes;

    private SortedTable(ByteSource source) {
        this.source = source;
    }

    private record Handle(long offset, long size) {}

    static boolean looksLike(ByteSource source) {
        return source.size() >= FOOTER
                && source.read(source.size() - Long.BYTES, Long.BYTES).getLong(0) == MAGIC;
    }

    /** All entries by key. Keys are text. */
    static SortedMap<String, byte[]> read(ByteSource source) {
        SortedTable table = new SortedTable(source);
        ByteBuffer footer = source.read(source.size() - FOOTER, FOOTER);
        table.handle(footer); // of the block of filters, which TensorFlow leaves empty
        SortedMap<String, byte[]> blocks = new TreeMap<>();
        table.entries(table.block(table.handle(footer)), blocks);
        SortedMap<String, byte[]> entries = new TreeMap<>();
        for (byte[] handle : blocks.values()) {
            table.entries(table.block(table.handle(ByteBuffer.wrap(handle))), entries);
        }
        return entries;
    }

    private Handle handle(ByteBuffer in) {
        return new Handle(ProtoReader.varint(source, in), ProtoReader.varint(source, in));
    }

    private ByteBuffer block(Handle handle) {
        long size = handle.size();
        if (size < Integer.BYTES || size > MAX_BLOCK || handle.offset() < 0) {
            throw source.notACheckpoint("damaged: a block of its table has %d bytes".formatted(size));
        }
        ByteBuffer stored = source.read(handle.offset(), (int) size + TRAILER);
        MaskedCrc crc = new MaskedCrc();
        crc.update(stored.slice(0, (int) size + 1));
        if (crc.value() != stored.getInt((int) size + 1)) {
            throw source.notACheckpoint("damaged: a block of its table fails its checksum");
        }
        ByteBuffer contents = stored.slice(0, (int) size);
        int kind = stored.get((int) size);
        if (kind == SNAPPY) {
            contents = Snappy.unfold(source, contents, MAX_BLOCK);
        } else if (kind != PLAIN) {
            throw source.unsupported("a block of its table is compressed in way %d".formatted(kind));
        }
        unfolded += contents.remaining();
        if (unfolded > MAX_TOTAL) {
            throw source.unsupported("its table is larger than any checkpoint's");
        }
        return contents.order(ByteOrder.LITTLE_ENDIAN);
    }

    private void entries(ByteBuffer block, SortedMap<String, byte[]> entries) {
        int restarts = block.remaining() < Integer.BYTES ? -1 : block.getInt(block.limit() - Integer.BYTES);
        if (restarts < 0 || restarts > block.limit() / Integer.BYTES - 1) {
            throw source.notACheckpoint("damaged: a block of its table has %d restarts".formatted(restarts));
        }
        ByteBuffer in = block.slice(0, block.limit() - Integer.BYTES * (restarts + 1));
        byte[] key = new byte[0];
        while (in.hasRemaining()) {
            long shared = ProtoReader.varint(source, in);
            long fresh = ProtoReader.varint(source, in);
            long length = ProtoReader.varint(source, in);
            if (shared < 0
                    || shared > key.length
                    || fresh < 0
                    || fresh > in.remaining()
                    || shared + fresh > MAX_KEY
                    || length < 0
                    || length > in.remaining() - fresh) {
                throw source.notACheckpoint("damaged: an entry of its table reaches beyond its block");
            }
            keyBytes += shared + fresh; // a shared prefix costs nothing in the file, and memory here
            if (keyBytes > MAX_KEYS) {
                throw source.unsupported("the names in its table are longer than any checkpoint's");
            }
            byte[] next = new byte[(int) (shared + fresh)];
            System.arraycopy(key, 0, next, 0, (int) shared);
            in.get(next, (int) shared, (int) fresh);
            byte[] value = new byte[(int) length];
            in.get(value);
            key = next;
            String name = new String(key, StandardCharsets.UTF_8);
            if (entries.put(name, value) != null) {
                throw source.notACheckpoint("damaged: its table names %s twice".formatted(Printable.of(name)));
            }
            if (entries.size() > MAX_ENTRIES) {
                throw source.unsupported("its table has more than %d entries".formatted(MAX_ENTRIES));
            }
        }
    }
}
