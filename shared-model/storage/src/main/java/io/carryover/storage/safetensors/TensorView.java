/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;

/** A tensor in row-major order over little-endian bytes that lie in a mapped file; valid until that file is closed. */
public final class TensorView {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final TensorInfo info;
    private final MemorySegment bytes;
    private final ErrorCode broken;

    /** Over {@code bytes}, which are exactly the tensor's; {@code broken} is the code of errors about its type or size. */
    public TensorView(TensorInfo info, MemorySegment bytes, ErrorCode broken) {
        if (bytes.byteSize() != info.size()) {
            throw new IllegalArgumentException("bytes of another tensor");
        }
        this.info = info;
        this.bytes = bytes;
        this.broken = broken;
    }

    /** Name, type and shape. */
    public TensorInfo info() {
        return info;
    }

    /** The dimensions. */
    public List<Long> shape() {
        return info.shape();
    }

    /** Entries of the first dimension; 1 for a scalar. */
    public long rows() {
        return info.shape().isEmpty() ? 1 : info.shape().getFirst();
    }

    /** The raw bytes, of any size. */
    public MemorySegment bytes() {
        return bytes;
    }

    /**
     * Some rows of an F32 tensor, without copying them.
     *
     * @throws CarryoverException with the file's code when it isn't F32 or the rows take more than 2 GiB
     */
    public FloatBuffer floats(long fromRow, long rows) {
        require(Dtype.F32);
        Objects.checkFromIndexSize(fromRow, rows, rows());
        long width = info.rowElements() * Float.BYTES;
        if (rows * width > Integer.MAX_VALUE) {
            throw fault("has more than 2 GiB in " + rows + " rows");
        }
        return bytes.asSlice(fromRow * width, rows * width)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }

    /** Copies elements as floats, whatever number type they have; what F64 and I64 can't keep in a float is rounded. */
    public void copyFloats(long fromElement, float[] into, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, into.length);
        Objects.checkFromIndexSize(fromElement, (long) count, info.elements());
        switch (info.dtype()) {
            case F32 -> MemorySegment.copy(bytes, F32, fromElement * Float.BYTES, into, offset, count);
            case F64, F16, BF16, I64, I32, I16, I8, U8, U16, U32, BOOL -> {
                for (int i = 0; i < count; i++) {
                    into[offset + i] = (float) number(fromElement + i);
                }
            }
            case U64, F8_E4M3, F8_E5M2 -> throw fault("can't be read as numbers");
        }
    }

    /** All elements as floats. */
    public float[] toFloats() {
        float[] floats = new float[count()];
        copyFloats(0, floats, 0, floats.length);
        return floats;
    }

    /** All elements as doubles. */
    public double[] toDoubles() {
        double[] doubles = new double[count()];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = number(i);
        }
        return doubles;
    }

    /**
     * All elements as longs.
     *
     * @throws CarryoverException with the file's code when the type isn't an integer
     */
    public long[] toLongs() {
        long[] longs = new long[count()];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = integer(i);
        }
        return longs;
    }

    /** All bytes of a U8 or BOOL tensor. */
    public byte[] toBytes() {
        if (info.dtype().bytes() != 1) {
            throw fault("is not U8");
        }
        count();
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }

    private double number(long index) {
        return switch (info.dtype()) {
            case F64 -> bytes.get(F64, index * Double.BYTES);
            case F32 -> bytes.get(F32, index * Float.BYTES);
            case F16 -> Float.float16ToFloat(bytes.get(I16, index * Short.BYTES));
            case BF16 -> Float.intBitsToFloat(bytes.get(I16, index * Short.BYTES) << 16);
            case I64, I32, I16, I8, U8, U16, U32, BOOL -> integer(index);
            case U64, F8_E4M3, F8_E5M2 -> throw fault("can't be read as numbers");
        };
    }

    private long integer(long index) {
        return switch (info.dtype()) {
            case I64 -> bytes.get(I64, index * Long.BYTES);
            case I32 -> bytes.get(I32, index * Integer.BYTES);
            case U32 -> Integer.toUnsignedLong(bytes.get(I32, index * Integer.BYTES));
            case I16 -> bytes.get(I16, index * Short.BYTES);
            case U16 -> Short.toUnsignedLong(bytes.get(I16, index * Short.BYTES));
            case I8 -> bytes.get(ValueLayout.JAVA_BYTE, index);
            case U8, BOOL -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, index));
            case U64, F64, F32, F16, BF16, F8_E4M3, F8_E5M2 -> throw fault("does not hold integers");
        };
    }

    private int count() {
        if (info.elements() > Integer.MAX_VALUE - 8) {
            throw fault("has too many elements for one array");
        }
        return (int) info.elements();
    }

    private void require(Dtype dtype) {
        if (info.dtype() != dtype) {
            throw fault("is not " + dtype);
        }
    }

    private CarryoverException fault(String what) {
        return new CarryoverException(broken, "tensor '" + info.name() + "' (" + info.describe() + ") " + what);
    }
}
