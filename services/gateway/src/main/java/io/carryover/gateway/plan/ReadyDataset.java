/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.List;
import java.util.SortedMap;

/**
 * A dataset whose registration went well.
 *
 * @param manifest its identity
 * @param images number of images by split
 * @param role {@code source} or {@code target}
 * @param skipped images that were left out since they can't be read
 */
public record ReadyDataset(
        String name,
        Sha256 manifest,
        List<String> classes,
        SortedMap<String, Integer> images,
        String role,
        String note,
        Attribution attribution,
        int skipped) {
    /** What results on it say of it. */
    public DatasetFacts facts() {
        return new DatasetFacts(name, role, note, attribution);
    }
}
