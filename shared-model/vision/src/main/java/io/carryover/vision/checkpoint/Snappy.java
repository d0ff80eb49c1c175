/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import java.nio.ByteBuffer;

/** Unfolds a block of Snappy's raw format. Format: google/snappy {@code format_description.txt}. */
final class Snappy {
    private Snappy() {}

    /**
     * The bytes that {@code in} stands for.
     *
     * @param most a larger result is refused before memory is taken
     */
    static ByteBuffer unfold(ByteSource source, ByteBuffer in, int most) {
        long length = ProtoReader.varint(source, in);
        // no element gives more than 64 bytes for two
        if (length < 0 || length > most || length > 32L * in.remaining() + 64) {
            throw source.notACheckpoint("damaged: a compressed block promises %d bytes".formatted(length));
        }
        byte[] out = new byte[(int) length];
        int at = 0;
        while (in.hasRemaining()) {
            int tag = in.get() & 0xff;
            if ((tag & 3) == 0) {
                int count = literal(source, in, tag >>> 2);
                if (count < 0 || count > in.remaining() || count > out.length - at) {
                    throw damaged(source);
                }
                in.get(out, at, count);
                at += count;
            } else {
                int count = (tag & 3) == 1 ? (tag >>> 2 & 7) + 4 : (tag >>> 2) + 1;
                long offset = offset(source, in, tag);
                if (offset < 1 || offset > at || count > out.length - at) {
                    throw damaged(source);
                }
                for (int i = 0; i < count; i++, at++) { // may overlap itself: that is how runs are written
                    out[at] = out[at - (int) offset];
                }
            }
        }
        if (at != out.length) {
            throw damaged(source);
        }
        return ByteBuffer.wrap(out);
    }

    private static int literal(ByteSource source, ByteBuffer in, int size) {
        if (size < 60) {
            return size + 1;
        }
        long count = little(source, in, size - 59) + 1;
        return count > Integer.MAX_VALUE ? -1 : (int) count;
    }

    private static long offset(ByteSource source, ByteBuffer in, int tag) {
        return switch (tag & 3) {
            case 1 -> (long) (tag >>> 5) << 8 | little(source, in, 1);
            case 2 -> little(source, in, 2);
            default -> little(source, in, 4);
        };
    }

    private static long little(ByteSource source, ByteBuffer in, int bytes) {
        if (in.remaining() < bytes) {
            throw damaged(source);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in.get() & 0xffL) << (8 * i);
        }
        return value;
    }

    private static CarryoverException damaged(ByteSource source) {
        return source.notACheckpoint("damaged: a compressed block does not unfold");
    }
}
