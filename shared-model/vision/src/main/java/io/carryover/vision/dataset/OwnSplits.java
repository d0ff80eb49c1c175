/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.protocols.NumpyRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Splits of datasets that come without: of each class, in order of its number, a fifth to test and a fifth to val, at least
 * one image each while one remains for train. Drawn by NumPy's legacy generator with seed 0, so that everybody has the same.
 */
final class OwnSplits {
    private static final String ALL =
            "made here: of each class 60 % train, 20 % val, 20 % test (NumPy RandomState(0), stratified)";
    private static final String VAL =
            "train and test as given; val is made here, 20 % of each class of train (NumPy RandomState(0), stratified)";

    private OwnSplits() {}

    /** Three splits of images that have none. */
    static ImageDataset all(String container, List<String> classes, ImageSource images) {
        return made(container, classes, divided(images, classes.size(), "train", "val", "test"), ALL);
    }

    /** {@code splits}, and a val where train and test have none. */
    static ImageDataset val(String container, List<String> classes, SortedMap<String, ImageSource> splits) {
        ImageSource train = splits.get("train");
        if (train == null || splits.containsKey("val") || !splits.containsKey("test")) {
            return new ImageDataset(container, classes, splits);
        }
        var found = new TreeMap<>(splits);
        found.putAll(divided(train, classes.size(), "train", "val"));
        return made(container, classes, found, VAL);
    }

    private static ImageDataset made(
            String container, List<String> classes, SortedMap<String, ImageSource> splits, String rule) {
        var traits = new Traits(container, Traits.TOP1, false, rule, List.of());
        return new ImageDataset(container, classes, splits, Optional.of(traits));
    }

    /** The first part takes what the others, a fifth each, leave; parts without an image are left out. */
    private static SortedMap<String, ImageSource> divided(ImageSource images, int classes, String... parts) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            byClass.add(new ArrayList<>());
        }
        for (int i = 0; i < images.size(); i++) {
            byClass.get(images.label(i)).add(i);
        }
        List<List<Integer>> divided = new ArrayList<>();
        for (String _ : parts) {
            divided.add(new ArrayList<>());
        }
        var random = new NumpyRandom(0);
        for (List<Integer> members : byClass) {
            int[] order = random.shuffled(members.size());
            int next = 0;
            for (int p = parts.length - 1; p > 0; p--) {
                int most = members.size() - next - 1;
                for (int take = Math.min(Math.max(1, members.size() / 5), most); take > 0; take--) {
                    divided.get(p).add(members.get(order[next++]));
                }
            }
            while (next < order.length) {
                divided.getFirst().add(members.get(order[next++]));
            }
        }
        var splits = new TreeMap<String, ImageSource>();
        for (int p = 0; p < parts.length; p++) {
            List<Integer> part = divided.get(p);
            Collections.sort(part);
            if (!part.isEmpty()) {
                splits.put(
                        parts[p],
                        new Selection(images, part.stream().mapToInt(i -> i).toArray()));
            }
        }
        return splits;
    }
}
