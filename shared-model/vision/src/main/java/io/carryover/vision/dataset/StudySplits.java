/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.vision.DatasetManifest.Traits;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.protocols.NumpyRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The splits of the study: the published ones; where there is no val, a random fifth of train, and not stratified ({@code
 * get_train_valid_loader} in linear.py of its code).
 */
public final class StudySplits {
    private static final String PUBLISHED = "as published";
    private static final String FIFTH =
            "train and test as published; val is the study's random fifth of train (NumPy RandomState(0), not stratified)";
    private static final String ONE = "published without splits: all images are train";

    private StudySplits() {}

    /**
     * Adds a val split where train and test have none; each split keeps the order in which its images are listed.
     *
     * @param splits as published
     */
    public static ImageDataset withVal(
            KnownDataset known, List<String> classes, SortedMap<String, ? extends ImageSource> splits) {
        return withVal(known.id(), known, classes, splits);
    }

    /** As above, read in a variant of the layout. */
    public static ImageDataset withVal(
            String layout, KnownDataset known, List<String> classes, SortedMap<String, ? extends ImageSource> splits) {
        var found = new TreeMap<String, ImageSource>(splits);
        ImageSource train = found.get("train");
        String rule = found.size() == 1 ? ONE : PUBLISHED;
        boolean multiLabel = found.values().stream().anyMatch(ImageSource::multiLabel);
        if (train != null && found.containsKey("test") && !found.containsKey("val") && fifth(train.size()) > 0) {
            int[] order = new NumpyRandom(0).shuffled(train.size());
            int val = fifth(train.size());
            found.put("val", new Selection(train, sorted(order, 0, val)));
            found.put("train", new Selection(train, sorted(order, val, order.length)));
            rule = FIFTH;
        }
        return new ImageDataset(
                layout, classes, found, Optional.of(new Traits(layout, known.metric(), multiLabel, rule, List.of())));
    }

    /** Images of val among {@code n} of train. */
    public static int fifth(int n) {
        return (int) Math.floor(0.2 * n);
    }

    private static int[] sorted(int[] order, int from, int to) {
        int[] part = Arrays.copyOfRange(order, from, to);
        Arrays.sort(part);
        return part;
    }
}
