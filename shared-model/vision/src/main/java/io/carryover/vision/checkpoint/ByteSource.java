/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Random access to a file's bytes, and the place where its refusals are made, so that each names the file. Reads are
 * positional and never map the file: a file that shrinks meanwhile gives an error, not a crash.
 */
public final class ByteSource implements AutoCloseable, ElementBytes {
    private final String name;
    private final FileChannel channel;
    private final long size;

    private ByteSource(String name, FileChannel channel, long size) {
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    /** Opens {@code file} for reading. */
    public static ByteSource open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Path fileName = file.getFileName();
        return new ByteSource(
                Printable.of(fileName == null ? file.toString() : fileName.toString()), channel, channel.size());
    }

    /** Length of the file in bytes when it was opened. */
    @Override
    public long size() {
        return size;
    }

    /**
     * Bytes {@code offset … offset + length - 1} as a little-endian buffer.
     *
     * @throws CarryoverException TRUNCATED_CHECKPOINT where the file ends before them
     */
    @Override
    public ByteBuffer read(long offset, int length) {
        if (offset < 0 || length < 0 || offset > size - length) {
            throw truncated("bytes %d to %d are asked for, the file has %d".formatted(offset, offset + length, size));
        }
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, offset + buffer.position()) < 0) {
                    throw truncated("it became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw new CarryoverException(
                    ErrorCode.TRUNCATED_CHECKPOINT,
                    name + " can't be read: " + Printable.of(String.valueOf(e.getMessage())),
                    e);
        }
        return buffer.flip();
    }

    /** The refusal of a file that is no checkpoint, or a damaged one. */
    public CarryoverException notACheckpoint(String why) {
        return refusal(ErrorCode.NOT_A_CHECKPOINT, "is not a checkpoint: ", why);
    }

    /** The refusal of a file that ends too early. */
    public CarryoverException truncated(String why) {
        return refusal(ErrorCode.TRUNCATED_CHECKPOINT, "ends too early: ", why);
    }

    /** The refusal of a file that names code. */
    public CarryoverException unsafe(String why) {
        return refusal(ErrorCode.UNSAFE_CHECKPOINT, "is unsafe: ", why);
    }

    /** The refusal of a sound file that this version can't read. */
    public CarryoverException unsupported(String why) {
        return refusal(ErrorCode.UNSUPPORTED_CHECKPOINT, "is not supported: ", why);
    }

    /** A refusal with any other code. */
    public CarryoverException refusal(ErrorCode code, String relation, String why) {
        return new CarryoverException(code, name + " " + relation + why);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
