/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.SortedMap;

/**
 * Writes the features of images that come one batch after another, in a number known only at the end: {@code features}
 * F32 [N,D] and, where they are given, {@code labels} I64 [N] or U8 [N,K]. Rows wait on disk, never in memory.
 */
public final class FeatureFileWriter implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final Path rows;
    private final int dimension;
    private final FileChannel channel;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private final MessageDigest digest = Sha256.newDigest();
    private long count;

    /** Starts beside {@code file}; {@code dimension} is D. */
    public FeatureFileWriter(Path file, int dimension) throws IOException {
        if (dimension < 1) {
            throw new IllegalArgumentException("features of dimension " + dimension);
        }
        this.file = file;
        this.rows = file.resolveSibling(file.getFileName() + ".rows");
        this.dimension = dimension;
        this.channel = FileChannel.open(
                rows,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.READ,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Appends {@code rowCount} rows that lie one after another from {@code values[offset]} on. */
    public void append(float[] values, int offset, int rowCount) throws IOException {
        int total = Math.multiplyExact(rowCount, dimension);
        for (int done = 0; done < total; ) {
            int piece = Math.min(total - done, CHUNK / Float.BYTES);
            chunk.clear();
            chunk.asFloatBuffer().put(values, offset + done, piece);
            chunk.limit(piece * Float.BYTES);
            digest.update(chunk.duplicate());
            while (chunk.hasRemaining()) {
                channel.write(chunk);
            }
            done += piece;
        }
        count += rowCount;
    }

    /** Rows so far. */
    public long rows() {
        return count;
    }

    /** SHA-256 of the rows as they stand in the file; to be asked for once, after the last of them. */
    public Sha256 digest() {
        return Sha256.of(digest);
    }

    /** Completes the file with one label per row. */
    public Path finish(long[] labels, SortedMap<String, String> metadata) throws IOException {
        if (labels.length != count) {
            throw new IllegalArgumentException(labels.length + " labels for " + count + " rows");
        }
        SafetensorsWriter.Declaration declaration = declaration(metadata).tensor("labels", Dtype.I64, count);
        try (SafetensorsWriter writer = declaration.create(file)) {
            writer.write("labels", labels, 0, labels.length);
            return finish(writer);
        }
    }

    /** Completes the file with K labels per row, each 0 or 1, row after row. */
    public Path finish(byte[] labels, int classes, SortedMap<String, String> metadata) throws IOException {
        if (labels.length != Math.multiplyExact(count, (long) classes)) {
            throw new IllegalArgumentException(labels.length + " labels for " + count + " rows of " + classes);
        }
        SafetensorsWriter.Declaration declaration = declaration(metadata).tensor("labels", Dtype.U8, count, classes);
        try (SafetensorsWriter writer = declaration.create(file)) {
            writer.write("labels", ByteBuffer.wrap(labels));
            return finish(writer);
        }
    }

    /** Completes the file without labels. */
    public Path finish(SortedMap<String, String> metadata) throws IOException {
        try (SafetensorsWriter writer = declaration(metadata).create(file)) {
            return finish(writer);
        }
    }

    /** Gives unfinished rows up; harmless after a finish. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(rows);
    }

    private SafetensorsWriter.Declaration declaration(SortedMap<String, String> metadata) {
        SafetensorsWriter.Declaration declaration =
                SafetensorsWriter.declare().tensor("features", Dtype.F32, count, dimension);
        metadata.forEach(declaration::metadata);
        return declaration;
    }

    private Path finish(SafetensorsWriter writer) throws IOException {
        channel.position(0);
        while (true) {
            chunk.clear();
            if (channel.read(chunk) < 0) {
                break;
            }
            writer.write("features", chunk.flip());
        }
        Path finished = writer.finish();
        close();
        return finished;
    }
}
