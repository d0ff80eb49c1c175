/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Files that src/test/python/make_training_goldens.py made with PyTorch and torchvision. */
final class Goldens {
    private Goldens() {}

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(Goldens.class.getResource("/training/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Values of a tensor of steps.safetensors. */
    static float[] floats(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(file("steps.safetensors"), ErrorCode.INTERNAL)) {
            return file.tensor(name).toFloats();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] doubles(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(file("steps.safetensors"), ErrorCode.INTERNAL)) {
            return file.tensor(name).toDoubles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static long[] longs(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(file("steps.safetensors"), ErrorCode.INTERNAL)) {
            return file.tensor(name).toLongs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try (SafetensorsFile file = SafetensorsFile.open(file("steps.safetensors"), ErrorCode.INTERNAL)) {
            return file.tensor(name).toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines of a table without its comment. */
    static List<String> lines(String name) {
        try {
            return Files.readAllLines(file(name)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
