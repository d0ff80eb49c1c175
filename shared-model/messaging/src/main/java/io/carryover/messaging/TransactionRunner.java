/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

/** Runs something in one database transaction of the service. */
@FunctionalInterface
public interface TransactionRunner {
    /** Commits when {@code work} returns; rolls back and rethrows when it throws. */
    void inTransaction(Runnable work);
}
