/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.matlab;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;

/**
 * Variables of a MATLAB level 5 file, compressed or not (MathWorks, MAT-File Format, 2018). A hand-written reader since
 * the library for it (mfl-core) believes the sizes that a file states, and reaches into memory by {@code sun.misc.Unsafe}:
 * here a size beyond what is left of the file is refused before anything is allocated.
 */
public final class MatFile {
    private static final long MAX_FILE = 64L << 20;
    private static final int MAX_INFLATED = 256 << 20;
    private static final int HEADER = 128;
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;

    private MatFile() {}

    /**
     * All variables of {@code file}, by name.
     *
     * @throws CarryoverException NOT_A_DATASET naming the file and what is wrong with it
     */
    public static SortedMap<String, MatValue> read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > MAX_FILE) {
                throw bad(name, "it has more than %d bytes".formatted(MAX_FILE));
            }
            return read(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, name + " can't be read", e);
        }
    }

    /** As {@link #read(Path)}, of a file's bytes. */
    static SortedMap<String, MatValue> read(String name, byte[] file) {
        if (new String(file, 0, Math.min(file.length, 10), StandardCharsets.ISO_8859_1).equals("MATLAB 7.3")) {
            throw bad(name, "it is in version 7.3 of MATLAB's format: save it with -v7");
        }
        if (file.length < HEADER || !(marked(file, 'I', 'M') || marked(file, 'M', 'I'))) {
            throw bad(name, "it is not a MATLAB file of version 5 to 7");
        }
        ByteOrder order = marked(file, 'I', 'M') ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        var variables = new TreeMap<String, MatValue>();
        ByteBuffer in = ByteBuffer.wrap(file).position(HEADER).slice().order(order);
        var limits = new MatReader.Limits();
        try {
            long inflated = 0;
            while (in.hasRemaining()) {
                MatReader.Element element = MatReader.element(in);
                ByteBuffer data = element.data();
                if (element.type() == COMPRESSED) {
                    data = inflate(data, MAX_INFLATED - inflated);
                    inflated += data.remaining();
                    element = MatReader.element(data);
                    data = element.data();
                }
                if (element.type() == MATRIX && data.hasRemaining()) {
                    MatReader.Named variable = MatReader.matrix(data, limits, 0);
                    variables.put(variable.name(), variable.value());
                }
            }
        } catch (MatReader.Malformed e) {
            throw bad(name, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw bad(name, "its compressed data are damaged");
        }
        return variables;
    }

    private static boolean marked(byte[] file, char first, char second) {
        return file[HEADER - 2] == first && file[HEADER - 1] == second;
    }

    private static ByteBuffer inflate(ByteBuffer data, long limit) throws IOException {
        byte[] packed = new byte[data.remaining()];
        data.get(packed);
        try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes((int) limit);
            if (in.read() >= 0) {
                throw new MatReader.Malformed("it unpacks to more than %d bytes".formatted(MAX_INFLATED));
            }
            return ByteBuffer.wrap(bytes).order(data.order());
        }
    }

    private static CarryoverException bad(String name, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, name + ": " + why);
    }
}
