/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Grey images in the IDX format of MNIST (Yann LeCun's page): big-endian magic number, extents, bytes; plain or gzipped.
 * {@code t10k} is another name of the test split. Up to 64 MiB of samples are held in memory; more is unpacked to a
 * temporary file and mapped.
 */
public final class IdxFiles {
    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    private static final long MAX_BYTES = 1L << 30;
    private static final Map<String, List<String>> SPLITS =
            Map.of("train", List.of("train"), "val", List.of("val"), "test", List.of("test", "t10k"));

    private IdxFiles() {}

    static boolean isIdx(Path folder) {
        return SPLITS.values().stream().flatMap(List::stream).anyMatch(name -> find(folder, name + "-images-idx3-ubyte")
                .isPresent());
    }

    /** The two files of a split. */
    public record SplitFiles(Path images, Path labels) {}

    /**
     * The files of each split that a folder holds.
     *
     * @throws CarryoverException NOT_A_DATASET where images have no labels beside them
     */
    public static SortedMap<String, SplitFiles> files(Path folder) {
        TreeMap<String, SplitFiles> found = new TreeMap<>();
        SPLITS.forEach((split, names) -> {
            for (String name : names) {
                Optional<Path> images = find(folder, name + "-images-idx3-ubyte");
                if (images.isPresent() && !found.containsKey(split)) {
                    Path labels = find(folder, name + "-labels-idx1-ubyte")
                            .orElseThrow(() -> bad(images.get(), "its labels are missing"));
                    found.put(split, new SplitFiles(images.get(), labels));
                }
            }
        });
        return found;
    }

    static ImageDataset open(Path folder) {
        Map<String, IdxSource> raw = new TreeMap<>();
        files(folder).forEach((split, files) -> raw.put(split, read(files.images(), files.labels())));
        int classes = raw.values().stream()
                        .flatMapToInt(
                                source -> IntStream.range(0, source.size()).map(source::label))
                        .max()
                        .orElse(-1)
                + 1;
        List<String> names =
                IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        raw.forEach((split, source) -> splits.put(split, source.withClasses(names)));
        return OwnSplits.val("idx", names, splits);
    }

    /**
     * One split from its two files.
     *
     * @throws CarryoverException NOT_A_DATASET where header and length disagree
     */
    public static ImageSource open(Path images, Path labels) {
        IdxSource source = read(images, labels);
        int classes = IntStream.range(0, source.size()).map(source::label).max().orElse(-1) + 1;
        return source.withClasses(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /**
     * The images of one file, without labels.
     *
     * @throws CarryoverException NOT_A_DATASET where header and length disagree
     */
    public static ImageSource unlabelled(Path images) {
        Idx pictures = readFile(images, IMAGES, 3);
        checkPixels(images, pictures);
        return new IdxSource(
                pictures.data(),
                new byte[0],
                pictures.extents().get(0),
                pictures.extents().get(2),
                pictures.extents().get(1),
                List.of());
    }

    private static IdxSource read(Path images, Path labels) {
        Idx pictures = readFile(images, IMAGES, 3);
        Idx numbers = readFile(labels, LABELS, 1);
        int count = pictures.extents().getFirst();
        if (!numbers.extents().getFirst().equals(count)) {
            throw bad(
                    labels,
                    "%d labels for %d images".formatted(numbers.extents().getFirst(), count));
        }
        checkPixels(images, pictures);
        return new IdxSource(
                pictures.data(),
                bytes(numbers.data()),
                count,
                pictures.extents().get(2),
                pictures.extents().get(1),
                List.of());
    }

    private static void checkPixels(Path file, Idx pictures) {
        if (pictures.extents().contains(0)) {
            throw bad(file, "it holds no pixels");
        }
    }

    /** A decoded IDX file. */
    private record Idx(List<Integer> extents, ByteBuffer data) {}

    private static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.capacity()];
        data.get(0, bytes);
        return bytes;
    }

    private static Idx readFile(Path file, int magic, int rank) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(unpacked(file)))) {
            int found = in.readInt();
            if (found != magic) {
                throw bad(file, "it begins with 0x%08x instead of 0x%08x".formatted(found, magic));
            }
            List<Integer> extents = new ArrayList<>();
            long bytes = 1;
            for (int i = 0; i < rank; i++) {
                int extent = in.readInt();
                if (extent < 0 || (extent > 0 && bytes > MAX_BYTES / extent)) {
                    throw bad(file, "its header promises more than 1 GiB");
                }
                extents.add(extent);
                bytes *= extent;
            }
            ByteBuffer data = Samples.of(in, bytes);
            if (data.capacity() < bytes) {
                throw bad(file, "it ends after %d of %d bytes".formatted(data.capacity(), bytes));
            }
            if (in.read() >= 0) {
                throw bad(file, "it goes on after %d bytes".formatted(bytes));
            }
            return new Idx(extents, data);
        } catch (EOFException e) {
            throw bad(file, "it ends too early");
        } catch (IOException e) {
            throw bad(file, String.valueOf(e.getMessage()));
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            // By its first bytes, not by its name: a worker's copy has lost the name.
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    private static Optional<Path> find(Path folder, String name) {
        return List.of(name, name + ".gz").stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + ": " + why);
    }
}
