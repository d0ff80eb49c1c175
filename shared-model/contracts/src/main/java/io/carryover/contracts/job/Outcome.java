/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.JobKey;
import java.util.SortedMap;

/**
 * What a job came to: the content of {@code outcome.json}, whose first writing is the commit. Whoever finds one adopts
 * it and reports its values, never its own.
 *
 * @param attempt the attempt that committed
 * @param artifacts by name: {@code features}, {@code logits}, …
 */
public record Outcome(
        int version,
        JobKey job,
        int run,
        AttemptId attempt,
        String step,
        int stepVersion,
        StepOutput output,
        SortedMap<String, ArtifactRef> artifacts,
        Provenance provenance) {
    /** Newest version that this code writes and reads. */
    public static final int VERSION = 1;
}
