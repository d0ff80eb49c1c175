/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import io.carryover.contracts.job.ArtifactRef;
import java.util.List;
import java.util.SortedMap;

/**
 * A dataset as it was imported; its digest is the dataset's identity. Split names are {@code train}, {@code val},
 * {@code test}. Kept in the object store as JSON.
 */
public record DatasetManifest(
        int version, List<String> classes, SortedMap<String, Split> splits, Attribution attribution) {
    public static final int VERSION = 1;

    /**
     * One split.
     *
     * @param images number of images
     * @param container {@code idx} (one shard: the gzipped IDX images) or {@code tar} (files as they were, WebDataset's layout)
     * @param shards where the images are
     * @param index safetensors with {@code labels} I64 [images] and, as metadata key {@code images}, the ordered image
     *     ids as a JSON array
     */
    public record Split(int images, String container, List<ArtifactRef> shards, ArtifactRef index) {}

    /** Shown with every result on this dataset. */
    public record Attribution(String licence, String source, String citation, boolean redistributable) {
        public static final Attribution UNKNOWN = new Attribution("not stated", "not stated", "not stated", false);
    }
}
