/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.vision.checkpoint.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A cursor over a part of a file that reads ahead a little and ends where the part ends. */
public final class PickleInput {
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_LINE = 4096;

    private final ByteSource source;
    private final long end;
    private long chunkStart;
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private long skipped;

    /** Reads bytes {@code start … end - 1} of {@code source}. */
    public PickleInput(ByteSource source, long start, long end) {
        this.source = source;
        this.chunkStart = start;
        this.end = end;
    }

    /** Offset in the file of the next byte. */
    public long position() {
        return chunkStart + chunk.position();
    }

    /** The file that is read, for refusals that name it. */
    public ByteSource source() {
        return source;
    }

    int next() {
        if (!chunk.hasRemaining()) {
            refill();
        }
        return chunk.get() & 0xff;
    }

    long little(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    double bigEndianDouble() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | next();
        }
        return Double.longBitsToDouble(bits);
    }

    byte[] bytes(long count) {
        checkLeft(count);
        byte[] bytes = new byte[Math.toIntExact(count)];
        int done = 0;
        while (done < bytes.length) {
            if (!chunk.hasRemaining()) {
                refill();
            }
            int step = Math.min(bytes.length - done, chunk.remaining());
            chunk.get(bytes, done, step);
            done += step;
        }
        return bytes;
    }

    void skip(long count) {
        checkLeft(count);
        skipped += count;
        chunkStart = position() + count;
        chunk = ByteBuffer.allocate(0);
    }

    /** How many bytes were passed over unread. */
    long skipped() {
        return skipped;
    }

    String utf8(long count) {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    String line() {
        StringBuilder line = new StringBuilder();
        for (int c = next(); c != '\n'; c = next()) {
            if (line.length() == LONGEST_LINE) {
                throw source.notACheckpoint(
                        "damaged, or an array in protocol 0, which is not read: a text line of its pickle does not end");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    String quotedLine() {
        String line = line();
        int last = line.length() - 1;
        return last > 0 && line.charAt(0) == line.charAt(last) ? line.substring(1, last) : line;
    }

    private void checkLeft(long count) {
        if (count < 0 || count > end - position()) {
            throw atEnd();
        }
    }

    private void refill() {
        long position = position();
        int length = Math.toIntExact(Math.min(CHUNK, end - position));
        if (length <= 0) {
            throw atEnd();
        }
        chunk = source.read(position, length);
        chunkStart = position;
    }

    private CarryoverException atEnd() {
        return end == source.size()
                ? source.truncated("its pickle goes on beyond byte " + end)
                : source.notACheckpoint("damaged: its pickle goes on beyond its own end");
    }
}
