/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Samples that do not lie in their file as they are: up to 64 MiB in memory, more in a temporary file that is mapped. */
final class Samples {
    private static final long MAX_HEAP = 64L << 20;

    private Samples() {}

    /** As many bytes as there are, at most {@code count}: a false header costs no memory. */
    static ByteBuffer of(InputStream in, long count) throws IOException {
        if (count <= MAX_HEAP) {
            return ByteBuffer.wrap(in.readNBytes((int) count));
        }
        Path spill = Files.createTempFile("carryover-samples-", ".bytes");
        try (FileChannel channel = FileChannel.open(
                spill, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            byte[] piece = new byte[1 << 16];
            long done = 0;
            while (done < count) {
                int read = in.read(piece, 0, (int) Math.min(piece.length, count - done));
                if (read < 0) {
                    break;
                }
                ByteBuffer full = ByteBuffer.wrap(piece, 0, read);
                while (full.hasRemaining()) {
                    channel.write(full);
                }
                done += read;
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, done); // outlives the channel and the file's name
        }
    }
}
