/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How many images each class has in each split; of multi-label images those that show it and not as difficult. */
public final class ClassCoverage {
    private final List<String> classes;
    private final SortedMap<String, int[]> counts = new TreeMap<>();

    private ClassCoverage(List<String> classes) {
        this.classes = List.copyOf(classes);
    }

    /**
     * Counts; no image is opened.
     *
     * @throws CarryoverException NOT_A_DATASET where a label is none of {@code classes}
     */
    public static ClassCoverage of(List<String> classes, Map<String, ? extends ImageSource> splits) {
        var coverage = new ClassCoverage(classes);
        splits.forEach((split, source) -> coverage.counts.put(split, count(classes.size(), source)));
        return coverage;
    }

    private static int[] count(int classes, ImageSource source) {
        int[] counts = new int[classes];
        for (int i = 0; i < source.size(); i++) {
            if (source.multiLabel()) {
                byte[] marks = source.marks(i);
                for (int c = 0; c < classes; c++) {
                    counts[c] += marks[c] == 1 ? 1 : 0;
                }
            } else if (source.label(i) < 0 || source.label(i) >= classes) {
                throw new CarryoverException(
                        ErrorCode.NOT_A_DATASET,
                        "label %d of image '%s' is not from 0 to %d"
                                .formatted(source.label(i), source.id(i), classes - 1));
            } else {
                counts[source.label(i)]++;
            }
        }
        return counts;
    }

    /** Images of a class in a split. */
    public int images(String split, int c) {
        int[] of = counts.get(split);
        return of == null ? 0 : of[c];
    }

    /** Classes that test has and neither train nor val: nothing can learn them. */
    public List<String> unlearnable() {
        return counts.containsKey("test") && counts.containsKey("train")
                ? named(c -> images("test", c) > 0 && images("train", c) + images("val", c) == 0)
                : List.of();
    }

    /** Classes without an image in a split. */
    public List<String> absent(String split) {
        return counts.containsKey(split) ? named(c -> images(split, c) == 0) : List.of();
    }

    /** @throws CarryoverException CLASS_ABSENT naming a class of test that train and val lack */
    public void refuseUnlearnable() {
        List<String> absent = unlearnable();
        if (!absent.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.CLASS_ABSENT,
                    "class '%s' has images in test and none in train or val%s"
                            .formatted(
                                    absent.getFirst(),
                                    absent.size() == 1 ? "" : " (nor have %d others)".formatted(absent.size() - 1)));
        }
    }

    /** What a reader of numbers on it should know: classes that a split lacks, or has once only. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        counts.forEach((split, of) -> {
            List<String> absent = absent(split);
            if (!absent.isEmpty()) {
                warnings.add("%s lacks %d of %d classes (%s%s)"
                        .formatted(
                                split,
                                absent.size(),
                                classes.size(),
                                String.join(", ", absent.subList(0, Math.min(3, absent.size()))),
                                absent.size() > 3 ? ", …" : ""));
            }
            long single = IntStream.of(of).filter(n -> n == 1).count();
            if (split.equals("val") && single > 0) {
                warnings.add("val has a single image of %d of %d classes".formatted(single, classes.size()));
            }
        });
        return warnings;
    }

    private List<String> named(java.util.function.IntPredicate which) {
        return IntStream.range(0, classes.size())
                .filter(which)
                .mapToObj(classes::get)
                .toList();
    }
}
