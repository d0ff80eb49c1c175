/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.FolderSource;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * PASCAL VOC 2007: {@code JPEGImages/<id>.jpg}, and {@code ImageSets/Main/<class>_<split>.txt} with lines of an id and 1
 * (present), -1 (absent) or 0 (difficult: only instances that are hard to see); classes in order of name.
 */
final class Voc2007 implements OfficialLayout {
    private static final String LISTS = "ImageSets/Main";

    @Override
    public KnownDataset dataset() {
        return KnownDataset.VOC2007;
    }

    @Override
    public List<String> places() {
        return List.of("", "VOC2007", "VOCdevkit/VOC2007");
    }

    @Override
    public List<String> signs() {
        return List.of("JPEGImages", LISTS);
    }

    /** Its later years look the same. */
    @Override
    public boolean isIn(Path place) {
        return signs().stream().map(place::resolve).allMatch(Files::isDirectory)
                && !ImageFolders.name(place).matches("VOC20(0[89]|1[0-9])");
    }

    @Override
    public ImageDataset read(Path place) {
        List<String> classes = ImageFolders.list(place.resolve(LISTS)).stream()
                .map(ImageFolders::name)
                .filter(name -> name.endsWith("_train.txt"))
                .map(name -> name.substring(0, name.length() - "_train.txt".length()))
                .toList();
        if (classes.isEmpty()) {
            throw new CarryoverException(ErrorCode.NOT_A_DATASET, LISTS + " has no files <class>_train.txt");
        }
        var listing = new Listing(place);
        SortedMap<String, List<byte[]>> marks = new TreeMap<>();
        for (String split : List.of("train", "val", "test")) {
            Map<String, byte[]> rows = rows(place, split, classes);
            rows.keySet().forEach(id -> listing.add(split, "JPEGImages/%s.jpg".formatted(id), -1));
            marks.put(split, new ArrayList<>(rows.values()));
        }
        var splits = new TreeMap<String, MarkedSource>();
        for (Map.Entry<String, FolderSource> split : listing.sources(classes).entrySet()) {
            splits.put(
                    split.getKey(), new MarkedSource(split.getValue(), marks.getOrDefault(split.getKey(), List.of())));
        }
        return StudySplits.withVal(dataset(), classes, splits);
    }

    /** The images in the order of the first class's list; the others must name the same. */
    private static Map<String, byte[]> rows(Path place, String split, List<String> classes) {
        Map<String, byte[]> rows = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            String name = "%s/%s_%s.txt".formatted(LISTS, classes.get(c), split);
            TextFile list = TextFile.read(place.resolve(name));
            for (TextFile.Line line : list.lines()) {
                List<String> words = line.words();
                if (words.size() != 2 || !words.get(1).matches("-1|0|1")) {
                    throw list.bad(line, "it needs an id and 1, -1 or 0");
                }
                byte[] row = rows.get(words.getFirst());
                if (row == null && c == 0) {
                    row = new byte[classes.size()];
                    rows.put(words.getFirst(), row);
                } else if (row == null) {
                    throw list.bad(
                            line,
                            "image '%s' is not in the list of class %s"
                                    .formatted(Listing.printable(words.getFirst()), classes.getFirst()));
                }
                row[c] = mark(words.get(1));
            }
            if (list.lines().size() != rows.size()) {
                throw new CarryoverException(
                        ErrorCode.NOT_A_DATASET,
                        "%s has %d lines, the list of class %s %d images"
                                .formatted(name, list.lines().size(), classes.getFirst(), rows.size()));
            }
        }
        return rows;
    }

    private static byte mark(String value) {
        return (byte)
                switch (value) {
                    case "1" -> 1;
                    case "0" -> 2;
                    default -> 0;
                };
    }
}
