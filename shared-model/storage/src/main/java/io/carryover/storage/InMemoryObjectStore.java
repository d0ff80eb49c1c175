/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** An object store for tests: it keeps everything in memory and passes the same contract test as the real one. */
public final class InMemoryObjectStore implements ObjectStore {
    private static final class Stored {
        final byte[] bytes;
        final String etag;
        final Instant modified;

        Stored(byte[] bytes, String etag, Instant modified) {
            this.bytes = bytes;
            this.etag = etag;
            this.modified = modified;
        }
    }

    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong versions = new AtomicLong();
    private final Clock clock;

    /** An empty one whose objects are stamped by the system's clock. */
    public InMemoryObjectStore() {
        this(Clock.systemUTC());
    }

    /** An empty one whose objects are stamped by that clock. */
    public InMemoryObjectStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void put(String key, byte[] bytes, String mediaType) {
        objects.put(key, stored(bytes));
    }

    @Override
    public PutResult putIfAbsent(String key, byte[] bytes, String mediaType) {
        return objects.putIfAbsent(key, stored(bytes)) == null ? PutResult.CREATED : PutResult.ALREADY_THERE;
    }

    @Override
    public void putFile(String key, Path file, String mediaType) {
        try {
            objects.put(key, stored(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<InputStream> get(String key) {
        return Optional.ofNullable(objects.get(key)).map(s -> new ByteArrayInputStream(s.bytes));
    }

    @Override
    public Optional<InputStream> get(String key, long offset, long length) {
        return Optional.ofNullable(objects.get(key)).map(s -> {
            int from = (int) Math.min(offset, s.bytes.length);
            return new ByteArrayInputStream(s.bytes, from, (int) Math.min(length, s.bytes.length - from));
        });
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return Optional.ofNullable(objects.get(key)).map(s -> stat(key, s));
    }

    @Override
    public ListPage list(String prefix, Optional<String> after, int limit) {
        List<ObjectStat> found = objects.tailMap(prefix).entrySet().stream()
                .takeWhile(e -> e.getKey().startsWith(prefix))
                .filter(e -> after.isEmpty() || e.getKey().compareTo(after.get()) > 0)
                .limit(limit + 1L)
                .map(e -> stat(e.getKey(), e.getValue()))
                .toList();
        return found.size() <= limit
                ? new ListPage(found, Optional.empty())
                : new ListPage(
                        found.subList(0, limit),
                        Optional.of(found.get(limit - 1).key()));
    }

    @Override
    public void delete(String key) {
        objects.remove(key);
    }

    @Override
    public boolean copy(String from, String to) {
        Stored source = objects.get(from);
        if (source == null) {
            return false;
        }
        objects.put(to, stored(source.bytes));
        return true;
    }

    @Override
    public URI presignGet(String key, Duration validity) {
        return URI.create("memory:/" + key + "?method=GET&seconds=" + validity.toSeconds());
    }

    @Override
    public URI presignPut(String key, Duration validity) {
        return URI.create("memory:/" + key + "?method=PUT&seconds=" + validity.toSeconds());
    }

    private Stored stored(byte[] bytes) {
        return new Stored(
                Arrays.copyOf(bytes, bytes.length), Long.toString(versions.incrementAndGet()), clock.instant());
    }

    private static ObjectStat stat(String key, Stored stored) {
        return new ObjectStat(key, stored.bytes.length, stored.etag, stored.modified);
    }
}
