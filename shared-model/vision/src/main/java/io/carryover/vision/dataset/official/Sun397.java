/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * SUN397: {@code <letter>/<class>/<file>}, where a class may be two folders deep, {@code ClassName.txt}, and the first of ten
 * splits in {@code Training_01.txt} and {@code Testing_01.txt}, beside it or one folder up; classes are numbered in order of
 * name without the letter.
 */
final class Sun397 implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.SUN397;
    }

    @Override
    public List<String> places() {
        return List.of("", "SUN397");
    }

    @Override
    public List<String> signs() {
        return List.of("ClassName.txt");
    }

    @Override
    public boolean isIn(Path place) {
        return Files.isRegularFile(place.resolve("ClassName.txt"))
                && Files.isRegularFile(list(place, "Training_01.txt"));
    }

    @Override
    public ImageDataset read(Path place) {
        TextFile named = TextFile.read(place.resolve("ClassName.txt"));
        Numbered classes = Numbered.sorted(named.lines().stream()
                .map(line -> name(named, line, line.text()))
                .toList());
        var listing = new Listing(place);
        add("train", TextFile.read(list(place, "Training_01.txt")), listing, classes);
        add("test", TextFile.read(list(place, "Testing_01.txt")), listing, classes);
        return StudySplits.withVal(dataset(), classes.names(), listing.sources(classes.names()));
    }

    /** The lists come in an archive of their own. */
    private static Path list(Path place, String name) {
        for (String folder : List.of("", "Partitions", "..", "../Partitions")) {
            Path file = place.resolve(folder).resolve(name).normalize();
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return place.resolve(name);
    }

    private static void add(String split, TextFile list, Listing listing, Numbered classes) {
        for (TextFile.Line line : list.lines()) {
            int slash = line.text().lastIndexOf('/');
            String name = name(list, line, line.text().substring(0, Math.max(slash, 0)));
            if (classes.of(name) < 0) {
                throw list.bad(line, "class '%s' is not in ClassName.txt".formatted(Listing.printable(name)));
            }
            listing.add(split, line.text().substring(1), classes.of(name));
        }
    }

    private static String name(TextFile list, TextFile.Line line, String folder) {
        if (!folder.matches("/[^/]/.+")) {
            throw list.bad(line, "it needs a path such as /a/abbey: '%s'".formatted(Listing.printable(line.text())));
        }
        return folder.substring(3);
    }
}
