/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.DatasetManifest.Traits;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A dataset whose registration went well.
 *
 * @param manifest its identity
 * @param images number of images by split
 * @param role {@code source} or {@code target}
 * @param skipped images that were left out since they can't be read
 * @param traits how it was read; absent where there is nothing to say
 */
public record ReadyDataset(
        String name,
        Sha256 manifest,
        List<String> classes,
        SortedMap<String, Integer> images,
        String role,
        String note,
        Attribution attribution,
        int skipped,
        Optional<Traits> traits) {
    /** One label per image, splits as given. */
    public ReadyDataset(
            String name,
            Sha256 manifest,
            List<String> classes,
            SortedMap<String, Integer> images,
            String role,
            String note,
            Attribution attribution,
            int skipped) {
        this(name, manifest, classes, images, role, note, attribution, skipped, Optional.empty());
    }

    /** What linear is scored by where a task names nothing. */
    String metric() {
        return traits.map(Traits::metric).orElse(Traits.TOP1);
    }

    /** Whether an image may show several classes. */
    boolean multiLabel() {
        return traits.map(Traits::multiLabel).orElse(false);
    }

    /** What results on it say of it. */
    public DatasetFacts facts() {
        return new DatasetFacts(name, role, note, attribution);
    }
}
