/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describable Textures: {@code images/<class>/<file>}, and {@code labels/<split>1.txt}, the first of ten splits, with lines
 * {@code <class>/<file>}.
 */
final class Dtd implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.DTD;
    }

    @Override
    public List<String> places() {
        return List.of("", "dtd");
    }

    @Override
    public List<String> signs() {
        return List.of("images", "labels/train1.txt", "labels/val1.txt", "labels/test1.txt");
    }

    @Override
    public ImageDataset read(Path place) {
        Map<String, TextFile> lists = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (String split : List.of("train", "val", "test")) {
            TextFile list = TextFile.read(place.resolve("labels/%s1.txt".formatted(split)));
            lists.put(split, list);
            list.lines().forEach(line -> names.add(texture(list, line)));
        }
        Numbered classes = Numbered.sorted(names);
        var listing = new Listing(place);
        lists.forEach((split, list) -> list.lines()
                .forEach(line -> listing.add(split, "images/" + line.text(), classes.of(texture(list, line)))));
        return StudySplits.withVal(dataset(), classes.names(), listing.sources(classes.names()));
    }

    private static String texture(TextFile list, TextFile.Line line) {
        int slash = line.text().indexOf('/');
        if (slash < 1) {
            throw list.bad(line, "it needs a class and a file: '%s'".formatted(Listing.printable(line.text())));
        }
        return line.text().substring(0, slash);
    }
}
