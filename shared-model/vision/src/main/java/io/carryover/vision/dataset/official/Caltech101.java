/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Caltech-101 with the study's lists: {@code 101_ObjectCategories/<class>/<file>}, and {@code train.txt} and {@code test.txt}
 * with lines of such a path and a label, the number of its folder in order of name. The list of the paper's time names
 * images several times: they are kept, or taken once each in the layout {@code caltech101-distinct}.
 */
final class Caltech101 implements OfficialLayout {
    private static final String IMAGES = "101_ObjectCategories";

    private final boolean distinct;

    Caltech101(boolean distinct) {
        this.distinct = distinct;
    }

    @Override
    public String id() {
        return distinct ? "caltech101-distinct" : "caltech101";
    }

    @Override
    public KnownDataset dataset() {
        return KnownDataset.CALTECH101;
    }

    @Override
    public List<String> places() {
        return List.of("", "caltech101", "caltech-101");
    }

    @Override
    public List<String> signs() {
        return List.of(IMAGES);
    }

    @Override
    public ImageDataset read(Path place) {
        Numbered classes = Numbered.sorted(ImageFolders.classFolders(place.resolve(IMAGES)).stream()
                .map(ImageFolders::name)
                .toList());
        var listing = new Listing(place, true);
        for (String split : List.of("train", "test")) {
            TextFile list = TextFile.read(list(place, split + ".txt"));
            list.lines().forEach(line -> add(listing, split, list, line, classes));
        }
        return StudySplits.withVal(id(), dataset(), classes.names(), listing.sources(classes.names()));
    }

    /** The archive has none: they come from the repository linusericsson/ssl-transfer. */
    private static Path list(Path place, String name) {
        Path inner = place.resolve(IMAGES).resolve(name);
        return Files.isRegularFile(inner) ? inner : place.resolve(name);
    }

    private void add(Listing listing, String split, TextFile list, TextFile.Line line, Numbered classes) {
        int space = line.text().lastIndexOf(' ');
        int slash = line.text().indexOf('/');
        if (space < 0 || slash < 1 || slash > space) {
            throw list.bad(line, "it needs <class>/<file> and a label");
        }
        String path = line.text().substring(0, space).strip();
        int label = classes.of(path.substring(0, slash));
        if (!line.text().substring(space + 1).equals(String.valueOf(label))) {
            throw list.bad(
                    line,
                    "label %s, but class '%s' is number %d of the folders"
                            .formatted(
                                    Listing.printable(line.text().substring(space + 1)),
                                    Listing.printable(path.substring(0, slash)),
                                    label));
        }
        String image = IMAGES + "/" + path;
        if (!distinct || !listing.has(split, image)) {
            listing.add(split, image, label);
        }
    }
}
