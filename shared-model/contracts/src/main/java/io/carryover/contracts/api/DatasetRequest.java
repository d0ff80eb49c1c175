/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/datasets}: registers images with their classes and splits.
 *
 * @param path folder or CSV file on the server's disk (loopback only); or
 * @param upload id of a completed upload: a tar of that folder
 * @param format {@code idx}, {@code cifar}, {@code csv}, {@code webdataset}, {@code folder}, the name of an official layout such
 *     as {@code dtd}, or {@code auto} (default)
 * @param role {@code source} where the backbones were trained on it; default {@code target}
 * @param note one line that the page shows beside its results
 * @param skipBroken whether images that can't be read are left out and counted; by default they are an error
 */
public record DatasetRequest(
        String name,
        @Nullable String path,
        @Nullable String upload,
        @Nullable String format,
        @Nullable String role,
        @Nullable String note,
        @Nullable Attribution attribution,
        @Nullable Boolean skipBroken) {
    /** Nothing is skipped. */
    public DatasetRequest(
            String name,
            @Nullable String path,
            @Nullable String upload,
            @Nullable String format,
            @Nullable String role,
            @Nullable String note,
            @Nullable Attribution attribution) {
        this(name, path, upload, format, role, note, attribution, null);
    }
}
