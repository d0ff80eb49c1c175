/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureRows;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Features in a safetensors file, {@code features} F32 [N,D], read a few rows at a time. Positional reads: pages of a mapping
 * would count as memory of the process.
 */
final class RowsFile implements FeatureRows, AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long start;
    private final int rows;
    private final int dimension;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);

    private RowsFile(Path file, FileChannel channel, long start, int rows, int dimension) {
        this.file = file;
        this.channel = channel;
        this.start = start;
        this.rows = rows;
        this.dimension = dimension;
    }

    /** @throws CarryoverException NOT_FOUND, or INVALID_FEATURES naming the file and what is wrong with it */
    static RowsFile open(Path file) {
        return FeatureFile.opened(file, open -> of(file, open));
    }

    private static RowsFile of(Path file, SafetensorsFile open) throws IOException {
        TensorInfo info = open.tensor("features").info();
        if (info.shape().size() != 2 || info.dtype() != Dtype.F32) {
            throw FeatureFile.wrong(file, "features are %s, not F32 [N,D]".formatted(info.describe()));
        }
        int rows = Math.toIntExact(info.shape().get(0));
        int dimension = Math.toIntExact(info.shape().get(1));
        if (rows < 1 || dimension < 1) {
            throw FeatureFile.wrong(file, "features are %s: there is nothing".formatted(info.describe()));
        }
        return new RowsFile(file, FileChannel.open(file), open.header().dataStart() + info.begin(), rows, dimension);
    }

    /** Bytes of the features in a file. */
    static long bytes(Path file) {
        return FeatureFile.opened(file, open -> open.tensor("features").info().elements() * Float.BYTES);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public synchronized void read(int first, int count, float[] target) {
        long position = start + (long) first * dimension * Float.BYTES;
        int values = Math.multiplyExact(count, dimension);
        try {
            for (int done = 0; done < values; ) {
                int now = Math.min(BUFFER / Float.BYTES, values - done);
                buffer.clear().limit(now * Float.BYTES);
                while (buffer.hasRemaining()) {
                    int bytes = channel.read(buffer, position + buffer.position());
                    if (bytes < 0) {
                        throw FeatureFile.wrong(file, "became shorter while it was read");
                    }
                }
                buffer.flip().asFloatBuffer().get(target, done, now);
                done += now;
                position += (long) now * Float.BYTES;
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.INVALID_FEATURES, file + ": not readable: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Only read from: nothing is lost.
        }
    }
}
