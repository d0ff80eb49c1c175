/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Image files in folders: {@code <split>/<class>/<image>}, {@code <class>/<image>}, or flat. Hidden files are passed over. */
public final class ImageFolders {
    static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "jpe", "bmp", "gif", "tif", "tiff", "webp");
    static final Map<String, String> SPLITS =
            Map.of("train", "train", "val", "val", "valid", "val", "validation", "val", "test", "test");
    static final int MAX_IMAGES = 20_000_000;

    private ImageFolders() {}

    static ImageDataset open(Path root) {
        Map<String, Path> folders = new TreeMap<>();
        for (Path folder : list(root)) {
            String split = SPLITS.get(name(folder).toLowerCase(Locale.ROOT));
            if (split != null && Files.isDirectory(folder) && folders.put(split, folder) != null) {
                throw bad(root, "two folders for split " + split);
            }
        }
        if (folders.isEmpty()) {
            List<String> names =
                    classFolders(root).stream().map(ImageFolders::name).toList();
            if (names.isEmpty()) {
                throw bad(
                        root,
                        "no IDX or CIFAR files, no manifest.csv, no tar shards, no folder train, val or test in it, and"
                                + " none of the layouts that docs/datasets.md lists");
            }
            return OwnSplits.all("folder", names, split(root, names));
        }
        SortedSet<String> classes = new TreeSet<>();
        folders.values().forEach(folder -> classFolders(folder).forEach(c -> classes.add(name(c))));
        List<String> names = List.copyOf(classes);
        if (names.isEmpty()) {
            throw bad(root, "its splits have no folder per class");
        }
        TreeMap<String, ImageSource> splits = new TreeMap<>();
        folders.forEach((split, folder) -> splits.put(split, split(folder, names)));
        return OwnSplits.val("folder", names, splits);
    }

    static ImageSource flat(Path folder, ImageDecoder.Limits limits) {
        if (!Files.isDirectory(folder)) {
            throw bad(folder, "it is not a folder");
        }
        List<FolderSource.Item> items = new ArrayList<>();
        for (Path file : images(folder)) {
            items.add(new FolderSource.Item(file, name(file), -1));
        }
        if (items.isEmpty()) {
            throw bad(folder, "no images in it");
        }
        return new FolderSource(items, List.of(), limits);
    }

    private static ImageSource split(Path folder, List<String> classes) {
        List<FolderSource.Item> items = new ArrayList<>();
        for (Path classFolder : classFolders(folder)) {
            int label = classes.indexOf(name(classFolder));
            for (Path file : images(classFolder)) {
                items.add(new FolderSource.Item(file, name(classFolder) + "/" + name(file), label));
            }
            if (items.size() > MAX_IMAGES) {
                throw bad(folder, "more than " + MAX_IMAGES + " images");
            }
        }
        if (items.isEmpty()) {
            throw bad(folder, "no images in its class folders");
        }
        return new FolderSource(items, classes, ImageDecoder.Limits.DEFAULT);
    }

    /** The folders in a folder, in order of name. */
    public static List<Path> classFolders(Path split) {
        return list(split).stream().filter(Files::isDirectory).toList();
    }

    /** The image files in a folder, in order of name. */
    public static List<Path> images(Path folder) {
        return list(folder).stream()
                .filter(file -> EXTENSIONS.contains(extension(name(file))) && Files.isRegularFile(file))
                .toList();
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * What is in a folder, in order of name.
     *
     * @throws CarryoverException NOT_A_DATASET where it can't be listed
     */
    public static List<Path> list(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path entry : stream) {
                if (!name(entry).startsWith(".")) {
                    entries.add(entry);
                }
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, name(folder) + " can't be listed", e);
        }
        entries.sort(Comparator.comparing(ImageFolders::name));
        return entries;
    }

    /** The last part of a path. */
    public static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? path.toString() : last.toString();
    }

    private static CarryoverException bad(Path folder, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, name(folder) + ": " + why);
    }
}
