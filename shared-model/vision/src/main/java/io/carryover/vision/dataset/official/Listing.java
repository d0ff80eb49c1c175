/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.dataset.FolderSource;
import io.carryover.vision.dataset.ImageFolders;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the images that lists name, by split; an image's id is its path from where the dataset begins. */
final class Listing {
    private final Path place;
    private final boolean repeats;
    private final Map<String, List<FolderSource.Item>> splits = new TreeMap<>();
    private final Map<String, Map<String, Integer>> times = new HashMap<>();
    private int missing;
    private String firstMissing = "";

    /** @param repeats whether an image may stand several times in a split: the later ones get ids of their own */
    Listing(Path place, boolean repeats) {
        this.place = place;
        this.repeats = repeats;
    }

    Listing(Path place) {
        this(place, false);
    }

    /**
     * Adds an image.
     *
     * @param path relative, with slashes
     * @throws CarryoverException NOT_A_DATASET where it leaves the dataset's folder or comes twice
     */
    void add(String split, String path, int label) {
        Path file = inside(path);
        int before = times.computeIfAbsent(split, _ -> new HashMap<>()).merge(path, 1, Integer::sum) - 1;
        if (before > 0 && !repeats) {
            throw bad("'%s' comes twice in split %s".formatted(printable(path), split));
        }
        if (!Files.isRegularFile(file)) {
            missing++;
            firstMissing = firstMissing.isEmpty() ? path : firstMissing;
        }
        String id = before == 0 ? path : "%s#%d".formatted(path, before + 1);
        splits.computeIfAbsent(split, _ -> new ArrayList<>()).add(new FolderSource.Item(file, id, label));
    }

    /** Whether the split has this image already. */
    boolean has(String split, String path) {
        return times.getOrDefault(split, Map.of()).containsKey(path);
    }

    /** Number of images in a split. */
    int size(String split) {
        return splits.getOrDefault(split, List.of()).size();
    }

    /**
     * The images.
     *
     * @throws CarryoverException NOT_A_DATASET where files are missing, or a label is none of {@code classes}
     */
    SortedMap<String, FolderSource> sources(List<String> classes) {
        if (missing > 0) {
            throw bad("image '%s' is missing%s"
                    .formatted(
                            printable(firstMissing),
                            missing == 1 ? "" : ", and %d others that are listed".formatted(missing - 1)));
        }
        if (splits.isEmpty()) {
            throw bad("its lists name no images");
        }
        var sources = new TreeMap<String, FolderSource>();
        splits.forEach((split, items) -> {
            for (FolderSource.Item item : items) {
                if (item.label() < -1 || item.label() >= classes.size()) {
                    throw bad("label %d of '%s' is not among %d classes"
                            .formatted(item.label(), printable(item.id()), classes.size()));
                }
            }
            sources.put(split, new FolderSource(items, classes));
        });
        return sources;
    }

    private Path inside(String path) {
        try {
            Path target = place.resolve(path).normalize();
            if (path.isEmpty() || Path.of(path).isAbsolute() || !target.startsWith(place.normalize())) {
                throw bad("'%s' is not a path inside it".formatted(printable(path)));
            }
            return target;
        } catch (InvalidPathException _) {
            throw bad("'%s' is not a path".formatted(printable(path)));
        }
    }

    static String printable(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 200 ? plain : plain.substring(0, 200) + "…";
    }

    private CarryoverException bad(String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, ImageFolders.name(place) + ": " + why);
    }
}
