/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes that a pickle keeps as a text of as many characters, in UTF-8: one byte below 128, two above. They are unfolded as
 * they are read, from the front; going back starts again.
 */
public final class LatinText implements ElementBytes {
    private static final int CHUNK = 1 << 16;

    private final ByteSource source;
    private final long start;
    private final long end;
    private long place;
    private long produced;
    private ByteBuffer chunk = ByteBuffer.allocate(0);

    /** The text whose UTF-8 are bytes {@code start … start + length - 1} of {@code source}. */
    public LatinText(ByteSource source, long start, long length) {
        this.source = source;
        this.start = start;
        this.end = start + length;
        this.place = start;
    }

    /** Length of the UTF-8; the bytes are fewer, but not fewer than half. */
    @Override
    public long size() {
        return end - start;
    }

    /** Whether the text may stand for so many bytes. */
    public boolean mayHold(long bytes) {
        return bytes <= size() && bytes >= size() / 2;
    }

    @Override
    public ByteBuffer read(long offset, int length) {
        if (offset < produced) {
            place = start;
            produced = 0;
            chunk = ByteBuffer.allocate(0);
        }
        while (produced < offset) {
            next();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.put(next());
        }
        return bytes.flip();
    }

    /** The first {@code count} bytes, which must be all; a text that is shorter or longer is refused where that shows. */
    public InputStream stream(long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                if (left == 0) {
                    return -1;
                }
                byte value = next();
                if (--left == 0 && (chunk.hasRemaining() || place < end)) {
                    throw source.notACheckpoint("damaged: a text that stands for bytes is too long for its array");
                }
                return value & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                int some = (int) Math.min(length, left);
                for (int i = 0; i < some; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return some == 0 && length > 0 ? -1 : some;
            }
        };
    }

    private byte next() {
        int first = raw();
        produced++;
        if (first < 0x80) {
            return (byte) first;
        }
        int second = raw();
        if ((first & 0xfc) != 0xc0 || (second & 0xc0) != 0x80) {
            throw source.notACheckpoint("damaged: a text that stands for bytes holds something else");
        }
        return (byte) ((first << 6) | (second & 0x3f));
    }

    private int raw() {
        if (!chunk.hasRemaining()) {
            int length = (int) Math.min(CHUNK, end - place);
            if (length == 0) {
                throw source.truncated("a text that stands for bytes is too short for its array");
            }
            chunk = source.read(place, length);
            place += length;
        }
        return chunk.get() & 0xff;
    }
}
