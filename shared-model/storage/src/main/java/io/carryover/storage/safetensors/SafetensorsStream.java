/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Safetensors from a stream, tensor after tensor in the order of their bytes, with one small buffer. */
public final class SafetensorsStream implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final ErrorCode broken;
    private final String what;
    private final SafetensorsHeader header;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private int nextTensor;
    private @Nullable TensorInfo current;
    private long left;

    /**
     * Reads and checks the header.
     *
     * @param in closed with this
     * @param broken code of errors about the bytes
     * @param what names the source in messages
     */
    public SafetensorsStream(InputStream in, ErrorCode broken, String what) throws IOException {
        this.in = in;
        this.broken = broken;
        this.what = what;
        this.header = SafetensorsHeader.read(in, broken, broken, what);
    }

    /** What the stream says of itself. */
    public SafetensorsHeader header() {
        return header;
    }

    /** Goes to the next tensor, skipping what is left of this one; empty after the last, when the stream must end too. */
    public Optional<TensorInfo> next() throws IOException {
        if (left > 0) {
            in.skipNBytes(left);
            left = 0;
        }
        if (nextTensor == header.tensors().size()) {
            current = null;
            if (in.read() >= 0) {
                throw new CarryoverException(broken, what + ": goes on after the data that its header names");
            }
            return Optional.empty();
        }
        TensorInfo tensor = header.tensors().get(nextTensor++);
        current = tensor;
        left = tensor.size();
        return Optional.of(tensor);
    }

    /**
     * Reads elements of the current tensor, which is F32.
     *
     * @return how many; less than asked for only at the tensor's end, 0 there
     */
    public int readFloats(float[] into, int offset, int count) throws IOException {
        require(Dtype.F32);
        Objects.checkFromIndexSize(offset, count, into.length);
        int wanted = (int) Math.min(count, left / Float.BYTES);
        for (int done = 0; done < wanted; ) {
            int part = Math.min(wanted - done, CHUNK / Float.BYTES);
            fill(part * Float.BYTES);
            chunk.asFloatBuffer().get(into, offset + done, part);
            done += part;
        }
        return wanted;
    }

    /** As {@link #readFloats}, for I64. */
    public int readLongs(long[] into, int offset, int count) throws IOException {
        require(Dtype.I64);
        Objects.checkFromIndexSize(offset, count, into.length);
        int wanted = (int) Math.min(count, left / Long.BYTES);
        for (int done = 0; done < wanted; ) {
            int part = Math.min(wanted - done, CHUNK / Long.BYTES);
            fill(part * Long.BYTES);
            chunk.asLongBuffer().get(into, offset + done, part);
            done += part;
        }
        return wanted;
    }

    /** Raw bytes of the current tensor, of any type. */
    public int readBytes(byte[] into, int offset, int count) throws IOException {
        int wanted = (int) Math.min(count, left);
        take(into, offset, wanted);
        return wanted;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void fill(int bytes) throws IOException {
        take(chunk.array(), 0, bytes);
        chunk.clear().limit(bytes);
    }

    private void take(byte[] into, int offset, int count) throws IOException {
        if (in.readNBytes(into, offset, count) < count) {
            throw new CarryoverException(broken, what + ": ends before its data do");
        }
        left -= count;
    }

    private void require(Dtype dtype) {
        TensorInfo tensor = current;
        if (tensor == null || tensor.dtype() != dtype) {
            throw new CarryoverException(
                    broken, what + ": " + (tensor == null ? "no tensor" : tensor.describe()) + " is not " + dtype);
        }
    }
}
