/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.npy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.TensorInfo;
import io.carryover.storage.safetensors.TensorView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One array that NumPy saved, mapped: float64, float32, int64, int32 or uint8, little-endian, C order. Source of the
 * format: numpy/lib/format.py.
 */
public final class NpyFile implements AutoCloseable {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;

    private final Arena arena;
    private final TensorView tensor;

    private NpyFile(Arena arena, TensorView tensor) {
        this.arena = arena;
        this.tensor = tensor;
    }

    /**
     * Maps a file after its header was checked against its length.
     *
     * @param broken code of the error for a file that isn't one of these
     * @throws CarryoverException with that code, naming the file and what is wrong
     */
    public static NpyFile open(Path file, ErrorCode broken) throws IOException {
        String what = String.valueOf(file.getFileName());
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = read(channel, 0, 12, broken, what);
            byte[] magic = new byte[MAGIC.length];
            start.get(magic);
            if (!java.util.Arrays.equals(magic, MAGIC)) {
                throw new CarryoverException(broken, what + ": not an .npy file");
            }
            int major = start.get();
            start.get();
            int preamble = major == 1 ? 10 : 12;
            long headerSize =
                    major == 1 ? Short.toUnsignedLong(start.getShort()) : Integer.toUnsignedLong(start.getInt());
            if (major < 1 || major > 3 || headerSize > MAX_HEADER) {
                throw new CarryoverException(broken, what + ": an .npy header that no NumPy writes");
            }
            ByteBuffer text = read(channel, preamble, (int) headerSize, broken, what);
            NpyHeader header =
                    NpyHeader.parse(StandardCharsets.UTF_8.decode(text).toString(), broken, what);
            return map(channel, preamble + headerSize, header, broken, what);
        }
    }

    /** The array; its name is the file's. */
    public TensorView tensor() {
        return tensor;
    }

    /** Takes the mapping away: the array can't be read any more. */
    @Override
    public void close() {
        arena.close();
    }

    private static NpyFile map(FileChannel channel, long start, NpyHeader header, ErrorCode broken, String what)
            throws IOException {
        Dtype dtype = header.dtype();
        long size = channel.size() - start;
        if (header.bytes() != size) {
            throw new CarryoverException(
                    broken,
                    what + ": shape " + header.shape() + " takes " + header.bytes() + " bytes, the file has " + size);
        }
        Arena arena = Arena.ofShared();
        try {
            MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, start, size, arena);
            return new NpyFile(
                    arena, new TensorView(new TensorInfo(what, dtype, header.shape(), 0, size), data, broken));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int count, ErrorCode broken, String what)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new CarryoverException(broken, what + ": ends within its .npy header");
            }
        }
        return buffer.flip();
    }
}
