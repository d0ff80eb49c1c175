/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Path;
import java.util.List;

/** A folder per class. */
final class ClassFolders {
    private ClassFolders() {}

    /** All images of {@code folder} as one split. */
    static ImageDataset single(KnownDataset known, Path place, String folder) {
        var listing = new Listing(place);
        List<String> classes = names(place.resolve(folder));
        add(listing, "train", place, folder, classes);
        return StudySplits.withVal(known, classes, listing.sources(classes));
    }

    static List<String> names(Path folder) {
        return ImageFolders.classFolders(folder).stream()
                .map(ImageFolders::name)
                .toList();
    }

    /** The images of {@code folder}, in order of class and name. */
    static void add(Listing listing, String split, Path place, String folder, List<String> classes) {
        Numbered numbers = Numbered.asGiven(classes);
        for (Path of : ImageFolders.classFolders(place.resolve(folder))) {
            String name = ImageFolders.name(of);
            for (Path image : ImageFolders.images(of)) {
                listing.add(split, "%s/%s/%s".formatted(folder, name, ImageFolders.name(image)), numbers.of(name));
            }
        }
    }
}
