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
    private final Claim claim;
    private final String name;
    private final FileChannel channel;
    private final long size;

    /** What a file is read as: its refusals speak of that. */
    private enum Claim {
        CHECKPOINT,
        DATASET
    }

    private ByteSource(Claim claim, String name, FileChannel channel, long size) {
        this.claim = claim;
        this.name = name;
        this.channel = channel;
        this.size = size;
    }

    /** Opens {@code file} for reading as a checkpoint or a part of one. */
    public static ByteSource open(Path file) throws IOException {
        return open(Claim.CHECKPOINT, file);
    }

    /** Opens {@code file} for reading as a part of a dataset: every refusal is NOT_A_DATASET. */
    public static ByteSource ofDataset(Path file) throws IOException {
        return open(Claim.DATASET, file);
    }

    private static ByteSource open(Claim claim, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Path fileName = file.getFileName();
        return new ByteSource(
                claim, Printable.of(fileName == null ? file.toString() : fileName.toString()), channel, channel.size());
    }

    /** What the file is read as, in a word. */
    public String claim() {
        return switch (claim) {
            case CHECKPOINT -> "checkpoint";
            case DATASET -> "dataset";
        };
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
            CarryoverException refusal = refusal(
                    ErrorCode.TRUNCATED_CHECKPOINT, "can't be read: ", Printable.of(String.valueOf(e.getMessage())));
            refusal.initCause(e);
            throw refusal;
        }
        return buffer.flip();
    }

    /** The refusal of a file that is no checkpoint, or a damaged one. */
    public CarryoverException notACheckpoint(String why) {
        return refusal(ErrorCode.NOT_A_CHECKPOINT, "is not a %s: ".formatted(claim()), why);
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

    /** A refusal with any other code, where the file is read as a checkpoint. */
    public CarryoverException refusal(ErrorCode code, String relation, String why) {
        return new CarryoverException(
                switch (claim) {
                    case CHECKPOINT -> code;
                    case DATASET -> ErrorCode.NOT_A_DATASET;
                },
                name + " " + relation + why);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
