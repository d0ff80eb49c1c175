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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Oxford Flowers 102: {@code jpg/image_%05d.jpg}, {@code imagelabels.mat} with {@code labels} from 1, and {@code setid.mat}
 * with the images of train, val and test, {@code trnid}, {@code valid} and {@code tstid}, from 1.
 */
final class Flowers implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.FLOWERS;
    }

    @Override
    public List<String> places() {
        return List.of("", "flowers-102", "flowers", "oxford-102-flowers");
    }

    @Override
    public List<String> signs() {
        return List.of("jpg", "setid.mat", "imagelabels.mat");
    }

    private static final Map<String, String> SPLITS = Map.of("train", "trnid", "val", "valid", "test", "tstid");

    @Override
    public ImageDataset read(Path place) {
        int[] labels = whole(MatFile.read(place.resolve("imagelabels.mat")), "imagelabels.mat", "labels", 100_000);
        SortedMap<String, MatValue> sets = MatFile.read(place.resolve("setid.mat"));
        List<String> classes = IntStream.rangeClosed(
                        1, Arrays.stream(labels).max().orElse(0))
                .mapToObj(Integer::toString)
                .toList();
        var listing = new Listing(place);
        SPLITS.forEach((split, key) -> {
            for (int image : whole(sets, "setid.mat", key, labels.length)) {
                listing.add(split, "jpg/image_%05d.jpg".formatted(image), labels[image - 1] - 1);
            }
        });
        return StudySplits.withVal(dataset(), classes, listing.sources(classes));
    }

    private static int[] whole(SortedMap<String, MatValue> file, String name, String key, int most) {
        if (!(file.get(key) instanceof MatValue.Numbers numbers)) {
            throw bad(name, "it needs numbers " + key);
        }
        return Arrays.stream(numbers.values())
                .mapToInt(value -> {
                    if (value < 1 || value > most || value != Math.rint(value)) {
                        throw bad(name, "%s holds %s, not a number from 1 to %d".formatted(key, value, most));
                    }
                    return (int) value;
                })
                .toArray();
    }

    private static CarryoverException bad(String file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file + ": " + why);
    }
}
