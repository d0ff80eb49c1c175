/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Writes a safetensors file whose shapes are known beforehand: pieces of the tensors may come in any order, each is
 * written where it belongs. The file appears under its name when it is finished, with the bytes that the format's own
 * writer makes of the same tensors (and the same single metadata entry; several are sorted here).
 */
public final class SafetensorsWriter implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorInfo> tensors = new HashMap<>();
    private final Map<String, Long> written = new HashMap<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    /** Declares what the file will hold. */
    public static final class Declaration {
        private final List<TensorInfo> tensors = new ArrayList<>();
        private final SortedMap<String, String> metadata = new TreeMap<>();

        private Declaration() {}

        /** A tensor of that shape. */
        public Declaration tensor(String name, Dtype dtype, long... shape) {
            if (tensors.stream().anyMatch(t -> t.name().equals(name)) || name.equals("__metadata__")) {
                throw new IllegalArgumentException("tensor '" + name + "' can't be declared");
            }
            tensors.add(new TensorInfo(name, dtype, LongStream.of(shape).boxed().toList(), 0, 0));
            return this;
        }

        /** Free text under a key. */
        public Declaration metadata(String key, String value) {
            metadata.put(key, value);
            return this;
        }

        /** Starts the file beside its place. */
        public SafetensorsWriter create(Path file) throws IOException {
            return new SafetensorsWriter(file, HeaderWriter.layOut(tensors), metadata);
        }
    }

    private SafetensorsWriter(Path file, List<TensorInfo> placed, SortedMap<String, String> metadata)
            throws IOException {
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        for (TensorInfo tensor : placed) {
            tensors.put(tensor.name(), tensor);
            written.put(tensor.name(), 0L);
        }
        ByteBuffer header = HeaderWriter.bytes(placed, metadata);
        this.dataStart = header.limit();
        this.channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        put(header, 0);
    }

    /** Begins a file. */
    public static Declaration declare() {
        return new Declaration();
    }

    /** The next elements of an F32 tensor. */
    public void write(String name, float[] values, int offset, int count) throws IOException {
        TensorInfo tensor = tensor(name, Dtype.F32);
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, CHUNK / Float.BYTES);
            chunk.clear();
            chunk.asFloatBuffer().put(values, offset + done, piece);
            append(tensor, chunk.limit(piece * Float.BYTES));
            done += piece;
        }
    }

    /** The next elements of an F64 tensor. */
    public void write(String name, double[] values, int offset, int count) throws IOException {
        TensorInfo tensor = tensor(name, Dtype.F64);
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, CHUNK / Double.BYTES);
            chunk.clear();
            chunk.asDoubleBuffer().put(values, offset + done, piece);
            append(tensor, chunk.limit(piece * Double.BYTES));
            done += piece;
        }
    }

    /** The next elements of an I64 tensor. */
    public void write(String name, long[] values, int offset, int count) throws IOException {
        TensorInfo tensor = tensor(name, Dtype.I64);
        for (int done = 0; done < count; ) {
            int piece = Math.min(count - done, CHUNK / Long.BYTES);
            chunk.clear();
            chunk.asLongBuffer().put(values, offset + done, piece);
            append(tensor, chunk.limit(piece * Long.BYTES));
            done += piece;
        }
    }

    /** The next little-endian bytes of a tensor of any type. */
    public void write(String name, ByteBuffer bytes) throws IOException {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor '" + name + "' was not declared");
        }
        append(tensor, bytes);
    }

    /**
     * Completes the file and gives it its name.
     *
     * @throws IllegalStateException when a tensor lacks elements
     */
    public Path finish() throws IOException {
        for (TensorInfo tensor : tensors.values()) {
            if (written.getOrDefault(tensor.name(), 0L) != tensor.size()) {
                throw new IllegalStateException("tensor '" + tensor.name() + "' (" + tensor.describe() + ") got "
                        + written.get(tensor.name()) + " of " + tensor.size() + " bytes");
            }
        }
        channel.close();
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives an unfinished file up; harmless after {@link #finish}. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            Files.deleteIfExists(part);
        }
    }

    private TensorInfo tensor(String name, Dtype dtype) {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null || tensor.dtype() != dtype) {
            throw new IllegalArgumentException("tensor '" + name + "' was not declared as " + dtype);
        }
        return tensor;
    }

    private void append(TensorInfo tensor, ByteBuffer bytes) throws IOException {
        long position = written.getOrDefault(tensor.name(), 0L);
        int count = bytes.remaining();
        if (position + count > tensor.size()) {
            throw new IllegalArgumentException(
                    "tensor '" + tensor.name() + "' (" + tensor.describe() + ") gets more elements than it has");
        }
        put(bytes, dataStart + tensor.begin() + position);
        written.put(tensor.name(), position + count);
    }

    private void put(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
