/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

/** What a failure means for whoever met it. The class, not the caller, settles whether a retry can help. */
public enum ErrorClass {
    /** The input is wrong and stays wrong: never retried. */
    USER,
    /** The store, the broker or the database was away: retried with backoff. */
    TRANSIENT,
    /** Memory or disk ran out: once more with a smaller batch where that can't change the number, else elsewhere. */
    RESOURCES,
    /** A defect of Carryover: retried a bounded number of times. */
    INTERNAL
}
