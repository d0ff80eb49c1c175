/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import java.util.Optional;

/**
 * What a pass found.
 *
 * @param dryRun whether nothing was changed
 * @param objects seen in the store
 * @param needed of these, by a result, a wish or a registration
 * @param young of these, needed by nobody yet, but written too recently to be judged
 * @param marked of these, garbage: deleted by a later pass if still so
 * @param deleted of these, marked by an earlier pass
 * @param deletedBytes size of the deleted ones
 * @param uploads given up by their clients and dropped, with the parts that had come
 * @param refused why nothing is collected, where that is so
 */
public record GarbageReport(
        boolean dryRun,
        long objects,
        long needed,
        long young,
        long marked,
        long deleted,
        long deletedBytes,
        long uploads,
        Optional<String> refused) {}
