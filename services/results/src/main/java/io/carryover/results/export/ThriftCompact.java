/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * As much of Thrift's compact protocol as Parquet's headers need (thrift/doc/specs/thrift-compact-protocol.md of
 * apache/thrift): structs, integers, texts, lists. Fields are written in ascending order of their ids.
 */
final class ThriftCompact {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    /** Bytes of one struct. */
    static byte[] struct(Consumer<ThriftCompact> fields) {
        var thrift = new ThriftCompact();
        fields.accept(thrift);
        thrift.out.write(0);
        return thrift.out.toByteArray();
    }

    ThriftCompact bool(int id, boolean value) {
        header(id, value ? TRUE : FALSE);
        return this;
    }

    ThriftCompact i32(int id, int value) {
        header(id, I32);
        varint(zigzag(value));
        return this;
    }

    ThriftCompact i64(int id, long value) {
        header(id, I64);
        varint(zigzag(value));
        return this;
    }

    ThriftCompact text(int id, String value) {
        header(id, BINARY);
        text(value);
        return this;
    }

    ThriftCompact struct(int id, Consumer<ThriftCompact> fields) {
        header(id, STRUCT);
        nested(fields);
        return this;
    }

    ThriftCompact i32s(int id, List<Integer> values) {
        list(id, I32, values.size());
        values.forEach(value -> varint(zigzag(value)));
        return this;
    }

    ThriftCompact texts(int id, List<String> values) {
        list(id, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    <T> ThriftCompact structs(int id, List<T> values, java.util.function.BiConsumer<ThriftCompact, T> fields) {
        list(id, STRUCT, values.size());
        values.forEach(value -> nested(thrift -> fields.accept(thrift, value)));
        return this;
    }

    private void nested(Consumer<ThriftCompact> fields) {
        outer.push(last);
        last = 0;
        fields.accept(this);
        out.write(0);
        last = outer.pop();
    }

    private void list(int id, int type, int size) {
        header(id, LIST);
        if (size < 15) {
            out.write((size << 4) | type);
        } else {
            out.write(0xf0 | type);
            varint(size);
        }
    }

    private void header(int id, int type) {
        int step = id - last;
        if (step < 1 || step > 15) {
            throw new IllegalArgumentException("field %d after field %d".formatted(id, last));
        }
        out.write((step << 4) | type);
        last = id;
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
