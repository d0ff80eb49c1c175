/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/datasets}: registers IDX files or an image folder.
 *
 * @param path folder on the server's disk (loopback only); or
 * @param upload id of a completed upload: a tar of that folder
 * @param format {@code idx}, {@code folder} or {@code auto} (default)
 * @param role {@code source} where the backbones were trained on it; default {@code target}
 * @param note one line that the page shows beside its results
 */
public record DatasetRequest(
        String name,
        @Nullable String path,
        @Nullable String upload,
        @Nullable String format,
        @Nullable String role,
        @Nullable String note,
        @Nullable Attribution attribution) {}
