/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import io.carryover.contracts.job.ArtifactRef;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A dataset as it was imported; its digest is the dataset's identity. Split names are {@code train}, {@code val},
 * {@code test}. Kept in the object store as JSON.
 *
 * @param traits how it was read; absent where one label per image and the splits are as the client gave them
 */
public record DatasetManifest(
        int version,
        List<String> classes,
        SortedMap<String, Split> splits,
        Attribution attribution,
        Optional<Traits> traits) {
    public static final int VERSION = 1;

    /** Nothing to say of how it was read. */
    public DatasetManifest(
            int version, List<String> classes, SortedMap<String, Split> splits, Attribution attribution) {
        this(version, classes, splits, attribution, Optional.empty());
    }

    /**
     * How a dataset was read.
     *
     * @param layout on disk, such as {@code dtd} or {@code folder}
     * @param metric what linear is scored by where a task names nothing: {@code top1}, {@code mean-per-class}, {@code map11}
     * @param multiLabel whether an image may show any number of classes
     * @param splits where the splits come from, in words
     * @param warnings what a reader of its numbers should know, such as classes that val lacks
     */
    public record Traits(String layout, String metric, boolean multiLabel, String splits, List<String> warnings) {
        /** Metric of datasets that name none. */
        public static final String TOP1 = "top1";

        public Traits {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * One split.
     *
     * @param images number of images
     * @param container {@code idx} (one shard: the gzipped IDX images) or {@code tar} (files as they were, WebDataset's layout)
     * @param shards where the images are
     * @param index safetensors with {@code labels} I64 [images], or where an image may show several classes U8
     *     [images, classes] (0 absent, 1 present, 2 difficult); as metadata key {@code images}, the ordered image ids as a
     *     JSON array
     */
    public record Split(int images, String container, List<ArtifactRef> shards, ArtifactRef index) {}

    /** Shown with every result on this dataset. */
    public record Attribution(String licence, String source, String citation, boolean redistributable) {
        public static final Attribution UNKNOWN = new Attribution("not stated", "not stated", "not stated", false);

        /** Whether nothing was said. */
        public boolean unknown() {
            return equals(UNKNOWN);
        }
    }
}
