/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.ErrorCode;
import java.nio.ByteBuffer;

/** Reads a stored tensor into row-major float32, honouring offset and strides. */
final class TensorReader {
    private static final int CHUNK_BYTES = 1 << 20;

    /** A tensor may skip elements of its storage, but not so many that reading it costs more than its storage. */
    private static final long MAX_SPREAD = 16;

    private TensorReader() {}

    /** Values in row-major order of the tensor's shape; float64 is rounded, float16 and bfloat16 are exact. */
    static float[] read(ByteSource source, String name, StoredTensor tensor) {
        if (!tensor.type().floating()) {
            throw source.unsupported("tensor %s has element type %s".formatted(Printable.of(name), tensor.type()));
        }
        float[] values = new float[Math.toIntExact(tensor.count())];
        if (values.length == 0) {
            return values;
        }
        long extent = extent(tensor);
        if (extent > MAX_SPREAD * values.length || extent > Integer.MAX_VALUE - 8) {
            throw source.unsupported("tensor %s is scattered over %d elements".formatted(Printable.of(name), extent));
        }
        tensor.bytes().verify(name);
        float[] flat = flat(tensor, (int) extent);
        if (tensor.contiguous()) {
            values = flat;
        } else {
            gather(flat, tensor, values);
        }
        checkFinite(source, name, values);
        return values;
    }

    private static void gather(float[] flat, StoredTensor tensor, float[] values) {
        int rank = tensor.shape().size();
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        long[] strides = tensor.strides().stream().mapToLong(Long::longValue).toArray();
        long[] index = new long[rank];
        long at = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = flat[(int) at];
            for (int d = rank - 1; d >= 0; d--) {
                at += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
    }

    /** Elements between the first and the last one that the tensor touches, both included. */
    private static long extent(StoredTensor tensor) {
        long extent = 1;
        for (int d = 0; d < tensor.shape().size(); d++) {
            extent += (tensor.shape().get(d) - 1) * tensor.strides().get(d);
        }
        return extent;
    }

    private static float[] flat(StoredTensor tensor, int extent) {
        float[] flat = new float[extent];
        int width = tensor.type().bytes();
        int chunk = CHUNK_BYTES / width;
        for (int done = 0; done < flat.length; done += chunk) {
            int count = Math.min(chunk, flat.length - done);
            ByteBuffer bytes = tensor.bytes().read(tensor.base() + (tensor.first() + done) * width, count * width);
            for (int i = 0; i < count; i++) {
                flat[done + i] = value(tensor.type(), bytes);
            }
        }
        return flat;
    }

    private static float value(DType type, ByteBuffer bytes) {
        return switch (type) {
            case F32 -> bytes.getFloat();
            case F64 -> (float) bytes.getDouble();
            case F16 -> Float.float16ToFloat(bytes.getShort());
            case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
            case I64, I32, I16, I8, U8, BOOL, C64, C128, Q8, QU8, Q32, UNTYPED ->
                throw new IllegalArgumentException("not a floating type: " + type);
        };
    }

    private static void checkFinite(ByteSource source, String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw source.refusal(
                        ErrorCode.NOT_FINITE_WEIGHTS,
                        "holds a weight that is not finite: ",
                        "%s at index %d is %s".formatted(Printable.of(name), i, values[i]));
            }
        }
    }
}
