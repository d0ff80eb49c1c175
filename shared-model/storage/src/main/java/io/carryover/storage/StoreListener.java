/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

/** Told of what passes through the object store, for metrics. */
public interface StoreListener {
    /** Listens to nothing. */
    StoreListener NONE = new StoreListener() {};

    /** A try of {@code operation} failed; it may be tried again. */
    default void failed(String operation) {}

    /** So many bytes went to ({@code put}) or came from ({@code get}) the store. */
    default void transferred(String operation, long bytes) {}
}
