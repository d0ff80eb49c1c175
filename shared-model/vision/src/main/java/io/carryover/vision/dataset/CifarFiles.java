/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky's page): records of one or two label bytes and 3072
 * samples, red, green and blue planes of 32 × 32. Of CIFAR-100's two labels the fine one counts.
 */
final class CifarFiles {
    private static final int SAMPLES = 3072;
    private static final long MAX_NAMES_BYTES = 1 << 16;

    private CifarFiles() {}

    /** One of the two data sets. */
    private enum Kind {
        CIFAR10(1, 10, "batches.meta.txt"),
        CIFAR100(2, 100, "fine_label_names.txt");

        final int labelBytes;
        final int classes;
        final String names;

        Kind(int labelBytes, int classes, String names) {
            this.labelBytes = labelBytes;
            this.classes = classes;
            this.names = names;
        }
    }

    static boolean isCifar(Path folder) {
        return kind(folder).isPresent();
    }

    private static Optional<Kind> kind(Path folder) {
        if (Files.isRegularFile(folder.resolve("data_batch_1.bin"))) {
            return Optional.of(Kind.CIFAR10);
        }
        return Files.isRegularFile(folder.resolve("train.bin")) && Files.isRegularFile(folder.resolve("test.bin"))
                ? Optional.of(Kind.CIFAR100)
                : Optional.empty();
    }

    static ImageDataset open(Path folder) {
        Kind kind = kind(folder).orElseThrow();
        List<String> classes = classes(folder, kind);
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        List<Path> train = kind == Kind.CIFAR100
                ? List.of(folder.resolve("train.bin"))
                : IntStream.rangeClosed(1, 5)
                        .mapToObj(i -> folder.resolve("data_batch_" + i + ".bin"))
                        .filter(Files::isRegularFile)
                        .toList();
        splits.put("train", source(train, kind, classes));
        Path test = folder.resolve(kind == Kind.CIFAR100 ? "test.bin" : "test_batch.bin");
        if (Files.isRegularFile(test)) {
            splits.put("test", source(List.of(test), kind, classes));
        }
        return new ImageDataset("cifar", classes, splits);
    }

    private static ImageSource source(List<Path> files, Kind kind, List<String> classes) {
        List<CifarSource.Part> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(part(file, kind));
        }
        return new CifarSource(parts, kind.labelBytes + SAMPLES, classes);
    }

    private static CifarSource.Part part(Path file, Kind kind) {
        int record = kind.labelBytes + SAMPLES;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            long size = Files.size(file);
            if (size == 0 || size % record != 0 || size / record > Integer.MAX_VALUE) {
                throw bad(file, "%d bytes are no whole number of records of %d bytes".formatted(size, record));
            }
            byte[] labels = new byte[Math.toIntExact(size / record)];
            for (int i = 0; i < labels.length; i++) {
                in.skipNBytes(kind.labelBytes - 1);
                labels[i] = in.readByte();
                if ((labels[i] & 0xff) >= kind.classes) {
                    throw bad(
                            file, "label %d of image %d is not below %d".formatted(labels[i] & 0xff, i, kind.classes));
                }
                in.skipNBytes(SAMPLES);
            }
            return new CifarSource.Part(file, labels);
        } catch (IOException e) {
            throw bad(file, "it can't be read: " + e.getMessage());
        }
    }

    private static List<String> classes(Path folder, Kind kind) {
        Path file = folder.resolve(kind.names);
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MAX_NAMES_BYTES) {
                List<String> names = Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
                if (names.size() != kind.classes || names.stream().distinct().count() != kind.classes) {
                    throw bad(file, "%d names, not %d different ones".formatted(names.size(), kind.classes));
                }
                return names;
            }
        } catch (IOException e) {
            throw bad(file, "it can't be read: " + e.getMessage());
        }
        return IntStream.range(0, kind.classes).mapToObj(Integer::toString).toList();
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + ": " + why);
    }
}
