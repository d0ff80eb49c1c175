/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import io.carryover.vision.matlab.MatFile;
import io.carryover.vision.matlab.MatValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Stanford Cars: {@code cars_train/} and {@code cars_test/}, and in {@code devkit/} the annotations of both and the names of
 * the classes, MATLAB files; classes count from 1. The annotations of test with labels are a file of their own.
 */
final class Cars implements OfficialLayout {
    private static final String TRAIN = "devkit/cars_train_annos.mat";
    private static final String TEST = "cars_test_annos_withlabels.mat";

    @Override
    public KnownDataset dataset() {
        return KnownDataset.CARS;
    }

    @Override
    public List<String> places() {
        return List.of("", "stanford_cars", "cars");
    }

    @Override
    public List<String> signs() {
        return List.of("cars_train", "cars_test", TRAIN);
    }

    @Override
    public ImageDataset read(Path place) {
        Path test = place.resolve("devkit").resolve(TEST);
        var listing = new Listing(place);
        int most = Math.max(
                add(place.resolve(TRAIN), "train", "cars_train/", listing),
                add(Files.exists(test) ? test : place.resolve(TEST), "test", "cars_test/", listing));
        List<String> classes = names(place.resolve("devkit/cars_meta.mat"), most);
        return StudySplits.withVal(dataset(), classes, listing.sources(classes));
    }

    private static int add(Path file, String split, String folder, Listing listing) {
        if (!Files.isRegularFile(file)) {
            throw bad(file, "it is missing: without it there are no labels");
        }
        if (!(MatFile.read(file).get("annotations") instanceof MatValue.Structs annotations)) {
            throw bad(file, "it needs a structure array annotations");
        }
        int most = 0;
        for (SortedMap<String, MatValue> annotation : annotations.elements()) {
            if (!(annotation.get("fname") instanceof MatValue.Text(String name))
                    || !(annotation.get("class") instanceof MatValue.Numbers number)) {
                throw bad(file, "annotation %d has no fname and class".formatted(listing.size(split) + 1));
            }
            double label = number.only();
            if (label < 1 || label > 100_000 || label != Math.rint(label)) {
                throw bad(file, "class of %s is %s".formatted(Listing.printable(name), label));
            }
            most = Math.max(most, (int) label);
            listing.add(split, folder + name, (int) label - 1);
        }
        return most;
    }

    private static List<String> names(Path file, int most) {
        if (!Files.isRegularFile(file)) {
            return IntStream.rangeClosed(1, most).mapToObj(Integer::toString).toList();
        }
        if (!(MatFile.read(file).get("class_names") instanceof MatValue.Cells(List<MatValue> cells))) {
            throw bad(file, "it needs a cell array class_names");
        }
        List<String> names = new ArrayList<>();
        for (MatValue cell : cells) {
            if (!(cell instanceof MatValue.Text(String name))) {
                throw bad(file, "class %d has no name".formatted(names.size() + 1));
            }
            names.add(name.strip());
        }
        return names;
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file.getFileName() + ": " + why);
    }
}
