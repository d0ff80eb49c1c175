/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import java.time.Instant;

/** Things that never became objects of the store and that only their owner knows. */
public interface Leftovers {
    /**
     * Drops those that were begun before that moment and not ended.
     *
     * @return how many; with {@code dryRun} how many there are
     */
    int drop(Instant begunBefore, boolean dryRun);
}
