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
 * FGVC-Aircraft: {@code images/<id>.jpg}, and {@code images_variant_<split>.txt} with lines of an id and a variant, whose
 * name may hold spaces; variants are numbered in order of name.
 */
final class Aircraft implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.AIRCRAFT;
    }

    @Override
    public List<String> places() {
        return List.of("", "data", "fgvc-aircraft-2013b/data", "fgvc-aircraft-2013b");
    }

    @Override
    public List<String> signs() {
        return List.of("images", "images_variant_train.txt", "images_variant_val.txt", "images_variant_test.txt");
    }

    @Override
    public ImageDataset read(Path place) {
        Map<String, TextFile> lists = new TreeMap<>();
        List<String> variants = new ArrayList<>();
        for (String split : List.of("train", "val", "test")) {
            TextFile list = TextFile.read(place.resolve("images_variant_%s.txt".formatted(split)));
            lists.put(split, list);
            list.lines().forEach(line -> variants.add(variant(list, line)));
        }
        Numbered classes = Numbered.sorted(variants);
        var listing = new Listing(place);
        lists.forEach((split, list) -> {
            for (TextFile.Line line : list.lines()) {
                listing.add(split, "images/%s.jpg".formatted(line.words().getFirst()), classes.of(variant(list, line)));
            }
        });
        return StudySplits.withVal(dataset(), classes.names(), listing.sources(classes.names()));
    }

    private static String variant(TextFile list, TextFile.Line line) {
        int space = line.text().indexOf(' ');
        if (space < 0) {
            throw list.bad(line, "it needs an id and a variant");
        }
        return line.text().substring(space + 1).strip();
    }
}
