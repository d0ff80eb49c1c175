/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a handler came to.
 *
 * @param artifacts by name; written through {@link JobContext} before
 * @param threads that computed: bit-equal numbers are promised only for equal variant and threads
 */
public record StepResult(StepOutput output, SortedMap<String, ArtifactRef> artifacts, Variant variant, int threads) {
    public StepResult {
        artifacts = Collections.unmodifiableSortedMap(new TreeMap<>(artifacts));
    }

    /** As the record, from any map. */
    public static StepResult of(StepOutput output, Map<String, ArtifactRef> artifacts, Variant variant, int threads) {
        return new StepResult(output, new TreeMap<>(artifacts), variant, threads);
    }
}
