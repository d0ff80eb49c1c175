/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Oxford-IIIT Pets: {@code images/<name>.jpg}, and {@code annotations/trainval.txt} and {@code test.txt} with lines of name,
 * class from 1, species and breed; a class is called as its images are, without their number.
 */
final class Pets implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.PETS;
    }

    @Override
    public List<String> places() {
        return List.of("", "oxford-iiit-pet", "pets");
    }

    @Override
    public List<String> signs() {
        return List.of("images", "annotations/trainval.txt", "annotations/test.txt");
    }

    @Override
    public ImageDataset read(Path place) {
        var listing = new Listing(place);
        Map<Integer, String> names = new TreeMap<>();
        add(place, "train", "annotations/trainval.txt", listing, names);
        add(place, "test", "annotations/test.txt", listing, names);
        List<String> classes = List.copyOf(names.values());
        return StudySplits.withVal(dataset(), classes, listing.sources(classes));
    }

    private static void add(Path place, String split, String file, Listing listing, Map<Integer, String> names) {
        TextFile list = TextFile.read(place.resolve(file));
        for (TextFile.Line line : list.lines()) {
            if (line.text().startsWith("#")) {
                continue;
            }
            List<String> words = line.words();
            if (words.size() < 2 || !words.get(1).matches("[1-9][0-9]{0,3}")) {
                throw list.bad(line, "it needs a name and a class from 1");
            }
            int number = Integer.parseInt(words.get(1));
            String breed = words.getFirst().replaceFirst("_[0-9]+$", "");
            String known = names.putIfAbsent(number, breed);
            if (known != null && !known.equals(breed)) {
                throw list.bad(
                        line,
                        "class %d is '%s' here and '%s' before"
                                .formatted(number, Listing.printable(breed), Listing.printable(known)));
            }
            listing.add(split, "images/%s.jpg".formatted(words.getFirst()), number - 1);
        }
    }
}
