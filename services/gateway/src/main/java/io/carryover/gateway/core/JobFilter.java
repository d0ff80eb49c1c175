/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import java.util.Set;

/** Which jobs of a list are wanted: of these steps and in these states; an empty set leaves all. */
public record JobFilter(Set<String> steps, Set<JobStatus> states) {
    public JobFilter {
        steps = Set.copyOf(steps);
        states = Set.copyOf(states);
    }
}
