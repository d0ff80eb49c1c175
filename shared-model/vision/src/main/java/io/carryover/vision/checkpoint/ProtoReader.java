/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads one message of protobuf's wire format, field by field. Encoding: protobuf.dev, "Encoding". */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BITS = 63;

    private final ByteSource source;
    private final ByteBuffer in;
    private int field;
    private int wire;

    ProtoReader(ByteSource source, ByteBuffer in) {
        this.source = source;
        this.in = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        long key = varint(source, in);
        field = (int) (key >>> 3);
        wire = (int) (key & 7);
        return true;
    }

    int field() {
        return field;
    }

    /** The field's value as a varint. */
    long number() {
        if (wire != VARINT) {
            throw damaged(source);
        }
        return varint(source, in);
    }

    /** The field's value as 32 fixed bits. */
    int fixed32() {
        if (wire != FIXED32 || in.remaining() < Integer.BYTES) {
            throw damaged(source);
        }
        return in.getInt();
    }

    /** The field's value as a message of its own. */
    ProtoReader message() {
        if (wire != BYTES) {
            throw damaged(source);
        }
        return new ProtoReader(source, take(varint(source, in)));
    }

    void skip() {
        switch (wire) {
            case VARINT -> varint(source, in);
            case FIXED64 -> take(Long.BYTES);
            case BYTES -> take(varint(source, in));
            case FIXED32 -> take(Integer.BYTES);
            default -> throw damaged(source);
        }
    }

    private ByteBuffer take(long length) {
        if (length < 0 || length > in.remaining()) {
            throw damaged(source);
        }
        ByteBuffer taken = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return taken;
    }

    /** A number in groups of seven bits, lowest first. */
    static long varint(ByteSource source, ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
            if (!in.hasRemaining()) {
                throw damaged(source);
            }
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged(source);
    }

    private static CarryoverException damaged(ByteSource source) {
        return source.notACheckpoint("damaged: a description in its index is not one");
    }
}
