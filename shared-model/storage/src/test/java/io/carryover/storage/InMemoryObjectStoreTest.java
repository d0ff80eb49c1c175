/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

class InMemoryObjectStoreTest extends ObjectStoreContract {
    private final ObjectStore store = new InMemoryObjectStore();

    @Override
    ObjectStore store() {
        return store;
    }
}
