/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.KnownDataset;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky's page): records of one or two label bytes and 3072
 * samples, red, green and blue planes of 32 × 32; or in their Python version, {@link CifarPickles}. Of CIFAR-100's two
 * labels the fine one counts. Both versions give the same images under the same ids.
 */
final class CifarFiles {
    private static final int SAMPLES = 3072;
    private static final long MAX_NAMES_BYTES = 1 << 16;

    private static final List<String> ARCHIVES =
            List.of("cifar-10-batches-bin", "cifar-10-batches-py", "cifar-100-binary", "cifar-100-python");

    private CifarFiles() {}

    /** One of the two data sets. */
    private enum Kind {
        CIFAR10(1, 10, "batches.meta", "label_names", "labels"),
        CIFAR100(2, 100, "meta", "fine_label_names", "fine_labels");

        final int labelBytes;
        final int classes;
        final String meta;
        final String namesKey;
        final String labelsKey;

        Kind(int labelBytes, int classes, String meta, String namesKey, String labelsKey) {
            this.labelBytes = labelBytes;
            this.classes = classes;
            this.meta = meta;
            this.namesKey = namesKey;
            this.labelsKey = labelsKey;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        List<String> train() {
            return switch (this) {
                case CIFAR10 ->
                    IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i).toList();
                case CIFAR100 -> List.of("train");
            };
        }

        String test() {
            return switch (this) {
                case CIFAR10 -> "test_batch";
                case CIFAR100 -> "test";
            };
        }

        /** The text file of names beside the binary version. */
        String names() {
            return switch (this) {
                case CIFAR10 -> "batches.meta.txt";
                case CIFAR100 -> "fine_label_names.txt";
            };
        }
    }

    /** @param pickled whether it is the Python version, whose files have no extension */
    private record Version(Kind kind, boolean pickled) {
        Optional<Path> file(Path folder, String name) {
            return Optional.of(folder.resolve(pickled ? name : name + ".bin")).filter(Files::isRegularFile);
        }

        /** Names as plain as {@code train} need company to be believed. */
        boolean isIn(Path folder) {
            return switch (kind) {
                case CIFAR10 -> file(folder, "data_batch_1").isPresent();
                case CIFAR100 ->
                    file(folder, "train").isPresent()
                            && file(folder, "test").isPresent()
                            && (!pickled || Files.isRegularFile(folder.resolve(kind.meta)));
            };
        }
    }

    static boolean isCifar(Path folder) {
        return version(unpacked(folder)).isPresent();
    }

    /** The one folder that an archive unpacked here, as torchvision keeps it, or else {@code folder} itself. */
    private static Path unpacked(Path folder) {
        List<Path> found = ARCHIVES.stream()
                .map(folder::resolve)
                .filter(each -> version(each).isPresent())
                .toList();
        return found.size() == 1 ? found.getFirst() : folder;
    }

    private static Optional<Version> version(Path folder) {
        return Stream.of(
                        new Version(Kind.CIFAR10, false),
                        new Version(Kind.CIFAR100, false),
                        new Version(Kind.CIFAR10, true),
                        new Version(Kind.CIFAR100, true))
                .filter(version -> version.isIn(folder))
                .findFirst();
    }

    static ImageDataset open(Path given) {
        Path folder = unpacked(given);
        Version version = version(folder).orElseThrow();
        List<String> classes = classes(folder, version);
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        splits.put("train", source(folder, version, version.kind().train(), classes));
        String test = version.kind().test();
        if (version.file(folder, test).isPresent()) {
            splits.put("test", source(folder, version, List.of(test), classes));
        }
        return StudySplits.withVal(KnownDataset.of(version.kind().id()).orElseThrow(), classes, splits);
    }

    private static ImageSource source(Path folder, Version version, List<String> names, List<String> classes) {
        Kind kind = version.kind();
        return new CifarSource(
                names.stream()
                        .flatMap(name -> version.file(folder, name).stream()
                                .map(file -> version.pickled()
                                        ? CifarPickles.part(file, kind.labelsKey, kind.classes)
                                        : part(name, file, kind)))
                        .toList(),
                classes);
    }

    private static CifarSource.Part part(String name, Path file, Kind kind) {
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
            return new CifarSource.Part(name, labels, new CifarSource.Place.InFile(file, kind.labelBytes, record));
        } catch (IOException e) {
            throw bad(file, "it can't be read: " + e.getMessage());
        }
    }

    private static List<String> classes(Path folder, Version version) {
        Kind kind = version.kind();
        Path file = folder.resolve(version.pickled() ? kind.meta : kind.names());
        if (!Files.isRegularFile(file)) {
            return IntStream.range(0, kind.classes).mapToObj(Integer::toString).toList();
        }
        List<String> names = version.pickled() ? CifarPickles.names(file, kind.namesKey) : lines(file);
        if (names.size() != kind.classes || names.stream().distinct().count() != kind.classes) {
            throw bad(file, "%d names, not %d different ones".formatted(names.size(), kind.classes));
        }
        return names;
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > MAX_NAMES_BYTES) {
                throw bad(file, "it has more than %d bytes".formatted(MAX_NAMES_BYTES));
            }
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw bad(file, "it can't be read: " + e.getMessage());
        }
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + ": " + why);
    }
}
