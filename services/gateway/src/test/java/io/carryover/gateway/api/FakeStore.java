/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.gateway.api.upload.UploadStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Object sizes by key, put there by tests. */
@Alternative
@ApplicationScoped
public class FakeStore implements UploadStore {
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();

    /** As if a client had sent this many bytes to the URL that it was given. */
    public void received(String url, long bytes) {
        sizes.put(URI.create(url).getPath().substring(1), bytes);
    }

    @Override
    public URI presignPut(String objectKey, Duration validity) {
        return URI.create("http://store.example/" + objectKey);
    }

    @Override
    public String beginMultipart(String objectKey) {
        return "parts-of-" + objectKey;
    }

    @Override
    public URI presignPart(String objectKey, String multipart, int part, Duration validity) {
        return URI.create("http://store.example/" + objectKey + "?part=" + part);
    }

    @Override
    public SortedMap<Integer, Long> arrived(String objectKey, String multipart) {
        return new TreeMap<>();
    }

    @Override
    public void completeMultipart(String objectKey, String multipart) {
        throw new IllegalStateException("no part has arrived");
    }

    @Override
    public void remove(String objectKey, Optional<String> multipart) {
        sizes.remove(objectKey);
    }

    @Override
    public OptionalLong size(String objectKey) {
        Long size = sizes.get(objectKey);
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
