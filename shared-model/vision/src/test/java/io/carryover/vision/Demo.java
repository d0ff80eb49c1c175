/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demonstration files of the repository, and NumPy arrays as they lie there. */
public final class Demo {
    private static final Path ROOT = Path.of("..", "..", "demo");

    private Demo() {}

    /** A file below {@code demo/}. */
    public static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    /** The float32 values of a {@code .npy} file. */
    public static float[] floats(String relative) {
        ByteBuffer data = npy(relative, "<f4");
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The uint8 values of a {@code .npy} file. */
    public static byte[] bytes(String relative) {
        ByteBuffer data = npy(relative, "|u1");
        byte[] values = new byte[data.remaining()];
        data.get(values);
        return values;
    }

    private static ByteBuffer npy(String relative, String type) {
        try {
            ByteBuffer file =
                    ByteBuffer.wrap(Files.readAllBytes(path(relative))).order(ByteOrder.LITTLE_ENDIAN);
            int length = file.getShort(8);
            String header = new String(file.array(), 10, length, StandardCharsets.US_ASCII);
            if (!header.contains("'descr': '" + type + "'") || !header.contains("'fortran_order': False")) {
                throw new IllegalStateException(relative + " is not " + type + ": " + header);
            }
            return file.position(10 + length).slice().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
