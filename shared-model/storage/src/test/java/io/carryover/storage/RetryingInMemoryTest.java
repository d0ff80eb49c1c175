/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

/** The contract holds through retries and resumption too. */
class RetryingInMemoryTest extends ObjectStoreContract {
    private final ObjectStore store = RetryingObjectStore.withDefaults(new InMemoryObjectStore(), StoreListener.NONE);

    @Override
    ObjectStore store() {
        return store;
    }
}
