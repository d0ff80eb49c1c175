/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

/** The store failed in a way that may pass, or its answer was lost: the operation may or may not have happened. */
public final class TransientStoreException extends RuntimeException {
    /** One line for a person. */
    public TransientStoreException(String message) {
        super(message);
    }

    /** As above, keeping the cause for the log. */
    public TransientStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
