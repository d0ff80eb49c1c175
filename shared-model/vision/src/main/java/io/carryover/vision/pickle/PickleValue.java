/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.DType;
import java.math.BigInteger;
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

    /** Bytes, of which only the length is kept: no weight is stored this way. */
    record Bytes(int length) implements PickleValue {}

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

    /** A dictionary; entries whose key is not text are counted and dropped. */
    final class Dict implements PickleValue {
        private final Map<String, PickleValue> entries = new LinkedHashMap<>();
        private int otherKeys;

        void put(PickleValue key, PickleValue value) {
            if (key instanceof Str(String name)) {
                entries.put(name, value);
            } else {
                otherKeys++;
            }
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

    /** Stands for any other class or instance; the name is shown in reports and used for nothing else. */
    record Opaque(String name) implements PickleValue {}

    /** A run of numbers kept outside the pickle. {@code first} and {@code count} are in elements. */
    record Storage(DType type, String key, long first, long count) implements PickleValue {}

    /** A strided view of a storage; offset and strides in elements. */
    record Tensor(Storage storage, DType type, long offset, List<Long> shape, List<Long> strides)
            implements PickleValue {}
}
