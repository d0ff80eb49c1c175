/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.vision.dataset.official.OfficialLayout;
import io.carryover.vision.dataset.official.OfficialLayouts;
import io.carryover.vision.image.ImageDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dataset on disk.
 *
 * @param container {@code idx}, {@code csv}, {@code webdataset}, {@code folder}, or an official layout such as {@code dtd}
 * @param classes names of the classes, the same for all splits
 * @param splits images by split: any of {@code train}, {@code val}, {@code test}
 * @param traits how it was read; absent where one label per image and splits are as they stand
 */
public record ImageDataset(
        String container, List<String> classes, SortedMap<String, ImageSource> splits, Optional<Traits> traits) {
    /** Splits as they stand. */
    public ImageDataset(String container, List<String> classes, SortedMap<String, ImageSource> splits) {
        this(container, classes, splits, Optional.empty());
    }

    public ImageDataset {
        classes = List.copyOf(classes);
        splits = Collections.unmodifiableSortedMap(new TreeMap<>(splits));
    }

    /**
     * Opens a folder: IDX files {@code <split>-images-idx3-ubyte[.gz]} with their labels, CIFAR's files,
     * the official layout of a known dataset, {@code manifest.csv}, tar shards {@code <split>-*.tar}, {@code
     * <split>/<class>/<image>} or {@code <class>/<image>}; or a CSV file alone.
     *
     * @throws CarryoverException NOT_A_DATASET saying what is wrong with it; images of folders are not decoded yet
     */
    public static ImageDataset open(Path folder) {
        if (isCsv(folder)) {
            return CsvManifest.open(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, folder.getFileName() + " is not a folder");
        }
        if (IdxFiles.isIdx(folder)) {
            return IdxFiles.open(folder);
        }
        if (CifarFiles.isCifar(folder)) {
            return CifarFiles.open(folder);
        }
        Optional<OfficialLayout> official = OfficialLayouts.find(folder);
        if (official.isPresent()) {
            return OfficialLayouts.open(official.get(), folder);
        }
        if (Files.isRegularFile(folder.resolve(CsvManifest.NAME))) {
            return CsvManifest.open(folder.resolve(CsvManifest.NAME));
        }
        return WebDataset.shards(folder).isEmpty() ? ImageFolders.open(folder) : WebDataset.open(folder);
    }

    /**
     * As {@link #open(Path)}, in a format that is known.
     *
     * @param format {@code auto}, a container, {@code cifar} for both of them, or the name of an official layout
     * @throws CarryoverException NOT_A_DATASET saying what is wrong, or that it is in another format
     */
    public static ImageDataset open(Path folder, String format) {
        Optional<OfficialLayout> official = OfficialLayouts.named(format);
        if (official.isPresent()) {
            return OfficialLayouts.open(official.get(), folder);
        }
        if (Files.isDirectory(folder)) {
            if (format.equals("folder")) {
                return ImageFolders.open(folder);
            }
            if (format.equals("csv") && Files.isRegularFile(folder.resolve(CsvManifest.NAME))) {
                return CsvManifest.open(folder.resolve(CsvManifest.NAME));
            }
            if (format.equals("webdataset") && !WebDataset.shards(folder).isEmpty()) {
                return WebDataset.open(folder);
            }
        }
        ImageDataset found = open(folder);
        boolean fits = format.equals("auto")
                || format.equals(found.container())
                || (format.equals("cifar") && found.container().startsWith("cifar"));
        if (!fits) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_DATASET,
                    "%s is in format %s, not %s".formatted(folder.getFileName(), found.container(), format));
        }
        return found;
    }

    /** Where the dataset of an unpacked archive is: in the archive's only folder, unless that has a meaning. */
    public static Path root(Path unpacked) {
        if (OfficialLayouts.find(unpacked).isPresent()) {
            return unpacked;
        }
        List<Path> entries = ImageFolders.list(unpacked);
        return entries.size() == 1
                        && Files.isDirectory(entries.getFirst())
                        && !ImageFolders.SPLITS.containsKey(
                                ImageFolders.name(entries.getFirst()).toLowerCase(Locale.ROOT))
                ? entries.getFirst()
                : unpacked;
    }

    /** Whether {@code place} is a table of images rather than a folder or an archive. */
    public static boolean isCsv(Path place) {
        return Files.isRegularFile(place)
                && place.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    }

    /** One split, by name. */
    public ImageSource split(String name) {
        ImageSource source = splits.get(name);
        if (source == null) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_DATASET, "there is no split %s, only %s".formatted(name, splits.keySet()));
        }
        return source;
    }

    /** The images directly in a folder, in order of file name, without labels. */
    public static ImageSource flat(Path folder) {
        return ImageFolders.flat(folder, ImageDecoder.Limits.DEFAULT);
    }
}
