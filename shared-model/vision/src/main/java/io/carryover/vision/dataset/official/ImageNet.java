/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import io.carryover.vision.dataset.StudySplits;
import io.carryover.vision.matlab.MatFile;
import io.carryover.vision.matlab.MatValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * ImageNet-1k (ILSVRC 2012): {@code train/<synset>/<file>}, and the official validation images, which are test here since
 * everybody reports on them: {@code val/<synset>/<file>}, or flat in {@code val/} with the devkit's ground truth and
 * synsets; classes in order of synset.
 */
final class ImageNet implements OfficialLayout {
    private static final String DEVKIT = "ILSVRC2012_devkit_t12";
    private static final String TRUTH = "data/ILSVRC2012_validation_ground_truth.txt";

    @Override
    public KnownDataset dataset() {
        return KnownDataset.IMAGENET;
    }

    @Override
    public List<String> places() {
        return List.of("", "imagenet", "ILSVRC2012", "ILSVRC/Data/CLS-LOC");
    }

    @Override
    public List<String> signs() {
        return List.of("train", "val");
    }

    /** Subsets of it have the same folders: only all thousand classes make it ImageNet by themselves. */
    @Override
    public boolean isIn(Path place) {
        return signs().stream().map(place::resolve).allMatch(Files::isDirectory)
                && ClassFolders.names(place.resolve("train")).stream().allMatch(name -> name.matches("n[0-9]{8}"));
    }

    @Override
    public boolean recognisable() {
        return false;
    }

    @Override
    public ImageDataset read(Path place) {
        List<String> classes = ClassFolders.names(place.resolve("train"));
        var listing = new Listing(place);
        ClassFolders.add(listing, "train", place, "train", classes);
        if (ClassFolders.names(place.resolve("val")).isEmpty()) {
            addFlat(place, listing, Numbered.asGiven(classes));
        } else {
            ClassFolders.add(listing, "test", place, "val", classes);
        }
        return StudySplits.withVal(dataset(), classes, listing.sources(classes));
    }

    private static void addFlat(Path place, Listing listing, Numbered classes) {
        Path devkit = Files.isDirectory(place.resolve(DEVKIT)) ? place.resolve(DEVKIT) : place.resolveSibling(DEVKIT);
        Map<Integer, String> synsets = synsets(devkit.resolve("data/meta.mat"));
        TextFile truth = TextFile.read(devkit.resolve(TRUTH));
        List<Path> images = ImageFolders.images(place.resolve("val"));
        if (images.size() != truth.lines().size()) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_DATASET,
                    "val has %d images, the devkit's ground truth %d"
                            .formatted(images.size(), truth.lines().size()));
        }
        for (int i = 0; i < images.size(); i++) {
            TextFile.Line line = truth.lines().get(i);
            int number = line.text().matches("[0-9]{1,4}") ? Integer.parseInt(line.text()) : -1;
            String synset = synsets.getOrDefault(number, "");
            if (classes.of(synset) < 0) {
                throw truth.bad(line, "class '%s' is no synset of train".formatted(Listing.printable(line.text())));
            }
            listing.add("test", "val/" + ImageFolders.name(images.get(i)), classes.of(synset));
        }
    }

    /** By the devkit's own numbers, from 1. */
    private static Map<Integer, String> synsets(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_DATASET,
                    "val is flat, and %s/data/meta.mat is missing: put the devkit beside train and val"
                            .formatted(DEVKIT));
        }
        Map<Integer, String> synsets = new HashMap<>();
        if (MatFile.read(file).get("synsets") instanceof MatValue.Structs structs) {
            for (SortedMap<String, MatValue> synset : structs.elements()) {
                if (synset.get("ILSVRC2012_ID") instanceof MatValue.Numbers number
                        && synset.get("WNID") instanceof MatValue.Text(String name)) {
                    synsets.put((int) number.only(), name.strip());
                }
            }
        }
        return synsets;
    }
}
