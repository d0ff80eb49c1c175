/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.DType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle may hold after reading: plain values, tensors that point into storages, and inert placeholders for
 * everything else. Values may refer to each other in circles, so nothing here walks them.
 */
public sealed interface PickleValue {
    /** Text. */
    record Str(String value) implements PickleValue {}

    /** A whole number that fits 64 bits. */
    record Int(long value) implements PickleValue {}

    /** A whole number that does not fit 64 bits. */
    record Big(BigInteger value) implements PickleValue {}

    /** A floating-point number. */
    record Real(double value) implements PickleValue {}

    /** {@code True} or {@code False}. */
    enum Bool implements PickleValue {
        TRUE,
        FALSE
    }

    /** {@code None}. */
    enum None implements PickleValue {
        NONE
    }

    /** Bytes that lie in the file and are not taken into memory. */
    record Bytes(long offset, long length) implements PickleValue {}

    /** A text too long for a name, which lies in the file as UTF-8 and is not taken into memory. */
    record LongText(long offset, long length) implements PickleValue {}

    /** Bytes of which each is kept as one character of a text: the UTF-8 of that text lies in the file. */
    record Latin1(long offset, long length) implements PickleValue {}

    /** A few bytes. */
    final class Inline implements PickleValue {
        private final byte[] bytes;

        Inline(byte[] bytes) {
            this.bytes = bytes;
        }

        /** The bytes; not to be written to. */
        public byte[] bytes() {
            return bytes;
        }
    }

    /** The element type of arrays. Big-endian numbers are known to be there and to be no weights. */
    final class ElementType implements PickleValue {
        private DType type;

        ElementType(DType type) {
            this.type = type;
        }

        void bigEndian() {
            type = type.bytes() > 1 ? DType.UNTYPED : type;
        }

        DType type() {
            return type;
        }
    }

    /** An array whose bytes are part of the pickle; without data until its state was read. */
    final class Array implements PickleValue {
        private DType type = DType.UNTYPED;
        private List<Long> shape = List.of();
        private boolean columns;
        private @Nullable PickleValue data;

        void set(DType newType, List<Long> newShape, boolean byColumns, @Nullable PickleValue newData) {
            type = newType;
            shape = newShape;
            columns = byColumns;
            data = newData;
        }

        /** Element type. */
        public DType type() {
            return type;
        }

        /** Extents. */
        public List<Long> shape() {
            return shape;
        }

        /** Whether the first index runs fastest, Fortran's order. */
        public boolean columns() {
            return columns;
        }

        /** {@link Bytes}, {@link Latin1} or {@link Inline}; null for an array of something else. */
        public @Nullable PickleValue data() {
            return data;
        }
    }

    /** The class of a named tuple, by its fields. */
    record FieldNames(List<String> names) implements PickleValue {
        public FieldNames {
            names = List.copyOf(names);
        }
    }

    /** A list, tuple or set. */
    final class Seq implements PickleValue {
        private final List<PickleValue> items;

        Seq(List<PickleValue> items) {
            this.items = items;
        }

        static Seq empty() {
            return new Seq(new ArrayList<>());
        }

        /** The items, in order. */
        public List<PickleValue> items() {
            return items;
        }
    }

    /** A dictionary; entries whose key is neither text nor a few bytes are counted and dropped. */
    final class Dict implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>();
        private int otherKeys;

        /** The name that now would stand for two tensors, or null: as in Python, the last of other values stays. */
        @Nullable
        String put(PickleValue key, PickleValue value) {
            String name = name(key);
            if (name != null) {
                PickleValue before = entries.put(name, value);
                return (before instanceof Tensor || before instanceof Array) && !before.equals(value) ? name : null;
            }
            otherKeys++;
            return null;
        }

        /** What Python 2 wrote as text, Python 3 reads and writes again as bytes. */
        private static @Nullable String name(PickleValue key) {
            return switch (key) {
                case Str(String text) -> text;
                case Inline few -> new String(few.bytes(), StandardCharsets.UTF_8);
                default -> null; // numbers, tuples, …
            };
        }

        /** Entries with text keys, in the file's order. */
        public Map<String, PickleValue> entries() {
            return entries;
        }

        /** How many entries had other keys. */
        public int otherKeys() {
            return otherKeys;
        }
    }

    /** A name of the closed list, not yet applied to anything. */
    record Known(KnownGlobal global, @Nullable DType type) implements PickleValue {}

    /** As {@link Known}, of the list of arrays. */
    record KnownArray(ArrayGlobal global) implements PickleValue {}

    /** Stands for any other class or instance; the name is shown in reports and used for nothing else. */
    record Opaque(String name) implements PickleValue {}

    /** A run of numbers kept outside the pickle. {@code first} and {@code count} are in elements. */
    record Storage(DType type, String key, long first, long count) implements PickleValue {}

    /** A strided view of a storage; offset and strides in elements. */
    record Tensor(Storage storage, DType type, long offset, List<Long> shape, List<Long> strides)
            implements PickleValue {}
}
