/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.upload;

import io.carryover.gateway.config.StoreConfig;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.PartedUploads;
import io.carryover.storage.S3Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** Uploads into the object store. */
@ApplicationScoped
class StoreUploads implements UploadStore {
    private final ObjectStore store;
    private final PartedUploads parted;

    @Inject
    StoreUploads(ObjectStore store, StoreConfig config) {
        this.store = store;
        this.parted = new PartedUploads(new S3Settings(
                config.endpoint(),
                config.publicEndpoint(),
                config.region(),
                config.bucket(),
                config.accessKey(),
                config.secretKey()));
    }

    @Override
    public URI presignPut(String objectKey, Duration validity) {
        return store.presignPut(objectKey, validity);
    }

    @Override
    public String beginMultipart(String objectKey) {
        return parted.begin(objectKey);
    }

    @Override
    public URI presignPart(String objectKey, String multipart, int part, Duration validity) {
        return parted.presign(objectKey, multipart, part, validity);
    }

    @Override
    public SortedMap<Integer, Long> arrived(String objectKey, String multipart) {
        return parted.arrived(objectKey, multipart);
    }

    @Override
    public void completeMultipart(String objectKey, String multipart) {
        parted.complete(objectKey, multipart);
    }

    @Override
    public void remove(String objectKey, Optional<String> multipart) {
        multipart.ifPresent(id -> parted.abort(objectKey, id));
        store.delete(objectKey);
    }

    @Override
    public OptionalLong size(String objectKey) {
        return store.stat(objectKey).map(found -> OptionalLong.of(found.size())).orElseGet(OptionalLong::empty);
    }
}
