/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Element types of stored tensors. Only the floating ones become weights, as float32. */
public enum DType {
    F32(4, true),
    F64(8, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U8(1, false),
    BOOL(1, false),
    C64(8, false),
    C128(16, false),
    Q8(1, false),
    QU8(1, false),
    Q32(4, false),
    UNTYPED(1, false);

    private static final Map<String, DType> STORAGES = Map.ofEntries(
            Map.entry("FloatStorage", F32),
            Map.entry("DoubleStorage", F64),
            Map.entry("HalfStorage", F16),
            Map.entry("BFloat16Storage", BF16),
            Map.entry("LongStorage", I64),
            Map.entry("IntStorage", I32),
            Map.entry("ShortStorage", I16),
            Map.entry("CharStorage", I8),
            Map.entry("ByteStorage", U8),
            Map.entry("BoolStorage", BOOL),
            Map.entry("ComplexFloatStorage", C64),
            Map.entry("ComplexDoubleStorage", C128),
            Map.entry("QInt8Storage", Q8),
            Map.entry("QUInt8Storage", QU8),
            Map.entry("QInt32Storage", Q32),
            Map.entry("UntypedStorage", UNTYPED));

    private static final Map<String, DType> TORCH = Map.ofEntries(
            Map.entry("float32", F32),
            Map.entry("float", F32),
            Map.entry("float64", F64),
            Map.entry("double", F64),
            Map.entry("float16", F16),
            Map.entry("half", F16),
            Map.entry("bfloat16", BF16),
            Map.entry("int64", I64),
            Map.entry("long", I64),
            Map.entry("int32", I32),
            Map.entry("int", I32),
            Map.entry("int16", I16),
            Map.entry("int8", I8),
            Map.entry("uint8", U8),
            Map.entry("bool", BOOL),
            Map.entry("complex64", C64),
            Map.entry("complex128", C128));

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether values are real numbers that can be weights. */
    public boolean floating() {
        return floating;
    }

    /** The type that torch's storage class of this name holds, such as {@code FloatStorage}. */
    public static @Nullable DType ofStorageClass(String name) {
        return STORAGES.get(name);
    }

    /** The type that {@code torch.<name>} stands for, such as {@code float32}. */
    public static @Nullable DType ofTorchName(String name) {
        return TORCH.get(name);
    }
}
