/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.storage.InMemoryObjectStore;
import io.carryover.storage.ObjectStore;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** An object store that lasts as long as the test. */
@Alternative
@Singleton
public class MemoryStore {
    @Produces
    @Alternative
    @Singleton
    ObjectStore store() {
        return new InMemoryObjectStore();
    }
}
