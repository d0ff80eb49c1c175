/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.gateway.config.StoreConfig;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.RetryingObjectStore;
import io.carryover.storage.S3ObjectStore;
import io.carryover.storage.S3Settings;
import io.carryover.storage.StoreListener;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The connection to the object store. */
@Singleton
public class StoreProducer {
    @Produces
    @Singleton
    ObjectStore store(StoreConfig config) {
        return S3ObjectStore.connect(
                new S3Settings(
                        config.endpoint(),
                        config.publicEndpoint(),
                        config.region(),
                        config.bucket(),
                        config.accessKey(),
                        config.secretKey()),
                StoreListener.NONE);
    }

    void close(@Disposes ObjectStore store) throws Exception {
        if (store instanceof RetryingObjectStore retrying) {
            retrying.close();
        }
    }
}
