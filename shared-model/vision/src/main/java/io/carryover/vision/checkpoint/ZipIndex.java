/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The directory of a zip archive whose entries lie uncompressed, as torch writes them. Layout: PKWARE APPNOTE 6.3.9,
 * sections 4.3 to 4.5. Compressed, encrypted, repeated and overlapping entries are refused, so nothing can unfold.
 */
final class ZipIndex {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int END_64_LOCATOR = 0x07064b50;
    private static final int DIRECTORY = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int LOCATOR_BYTES = 20;
    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_DIRECTORY_BYTES = 64 << 20;
    private static final int MAX_COMMENT = 0xffff;
    private static final long U32 = 0xffffffffL;

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Where an entry's bytes lie in the file. */
    record Entry(long offset, long size) {}

    private ZipIndex() {}

    Map<String, Entry> entries() {
        return entries;
    }

    static ZipIndex read(ByteSource source) {
        ZipIndex index = new ZipIndex();
        long end = findEnd(source);
        ByteBuffer record = source.read(end, END_BYTES);
        long count = record.getShort(10) & 0xffff;
        long size = record.getInt(12) & U32;
        long offset = record.getInt(16) & U32;
        if (end >= LOCATOR_BYTES && source.read(end - LOCATOR_BYTES, 4).getInt(0) == END_64_LOCATOR) {
            ByteBuffer big =
                    source.read(source.read(end - LOCATOR_BYTES, LOCATOR_BYTES).getLong(8), 56);
            if (big.getInt(0) != END_64) {
                throw source.notACheckpoint("damaged: the end of its zip directory is not where it should be");
            }
            count = big.getLong(32);
            size = big.getLong(40);
            offset = big.getLong(48);
        }
        if (count < 0 || count > MAX_ENTRIES || size < 0 || size > MAX_DIRECTORY_BYTES) {
            throw source.unsupported("its zip directory has %d entries in %d bytes".formatted(count, size));
        }
        index.readDirectory(source, source.read(offset, (int) size), count);
        return index;
    }

    private void readDirectory(ByteSource source, ByteBuffer directory, long count) {
        NavigableMap<Long, Long> taken = new TreeMap<>();
        for (long i = 0; i < count; i++) {
            int at = directory.position();
            if (directory.remaining() < 46 || directory.getInt(at) != DIRECTORY) {
                throw source.notACheckpoint("damaged: entry %d of its zip directory is not one".formatted(i));
            }
            int nameLength = directory.getShort(at + 28) & 0xffff;
            int extraLength = directory.getShort(at + 30) & 0xffff;
            int commentLength = directory.getShort(at + 32) & 0xffff;
            if (directory.remaining() < 46 + nameLength + extraLength + commentLength) {
                throw source.notACheckpoint("damaged: entry %d of its zip directory is cut off".formatted(i));
            }
            byte[] name = new byte[nameLength];
            directory.get(at + 46, name);
            String text = new String(name, StandardCharsets.UTF_8);
            if ((directory.getShort(at + 8) & 1) != 0 || directory.getShort(at + 10) != 0) {
                throw source.unsupported(
                        "entry %s of its zip is compressed or encrypted; torch.save stores entries plainly"
                                .formatted(Printable.of(text)));
            }
            Entry entry = locate(source, directory, at, name, extraLength);
            if (entries.putIfAbsent(text, entry) != null) {
                throw source.notACheckpoint("damaged: its zip has two entries " + Printable.of(text));
            }
            checkApart(source, taken, entry);
            directory.position(at + 46 + nameLength + extraLength + commentLength);
        }
    }

    private static Entry locate(ByteSource source, ByteBuffer directory, int at, byte[] name, int extraLength) {
        long stored = directory.getInt(at + 20) & U32;
        long size = directory.getInt(at + 24) & U32;
        long local = directory.getInt(at + 42) & U32;
        int extra = at + 46 + name.length;
        int extraEnd = extra + extraLength;
        while (extra + 4 <= extraEnd) {
            int id = directory.getShort(extra) & 0xffff;
            int length = directory.getShort(extra + 2) & 0xffff;
            int field = extra + 4;
            if (id == 1) {
                if (size == U32 && field + 8 <= extraEnd) {
                    size = directory.getLong(field);
                    field += 8;
                }
                if (stored == U32 && field + 8 <= extraEnd) {
                    stored = directory.getLong(field);
                    field += 8;
                }
                if (local == U32 && field + 8 <= extraEnd) {
                    local = directory.getLong(field);
                }
            }
            extra += 4 + length;
        }
        if (size != stored || size < 0) {
            throw source.unsupported("an entry of its zip has two lengths");
        }
        ByteBuffer header = source.read(local, 30);
        int localNameLength = header.getShort(26) & 0xffff;
        if (header.getInt(0) != LOCAL
                || localNameLength != name.length
                || !source.read(local + 30, name.length).equals(ByteBuffer.wrap(name))) {
            throw source.notACheckpoint("damaged: its zip directory points to something else than "
                    + Printable.of(new String(name, StandardCharsets.UTF_8)));
        }
        long offset = local + 30 + localNameLength + (header.getShort(28) & 0xffff);
        if (offset > source.size() - size) {
            throw source.truncated(
                    "entry %s of its zip is cut off".formatted(Printable.of(new String(name, StandardCharsets.UTF_8))));
        }
        return new Entry(offset, size);
    }

    private static void checkApart(ByteSource source, NavigableMap<Long, Long> taken, Entry entry) {
        if (entry.size() == 0) {
            return;
        }
        Map.Entry<Long, Long> before = taken.lowerEntry(entry.offset() + entry.size());
        if (before != null && before.getKey() + before.getValue() > entry.offset()) {
            throw source.notACheckpoint("damaged: entries of its zip overlap");
        }
        taken.put(entry.offset(), entry.size());
    }

    private static long findEnd(ByteSource source) {
        int tail = (int) Math.min(source.size(), END_BYTES + MAX_COMMENT);
        long start = source.size() - tail;
        ByteBuffer bytes = source.read(start, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && at + END_BYTES + (bytes.getShort(at + 20) & 0xffff) == tail) {
                return start + at;
            }
        }
        throw source.truncated("it begins as a zip and has no zip directory at its end");
    }
}
