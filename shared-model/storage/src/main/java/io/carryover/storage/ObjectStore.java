/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A bucket of an object store, reduced to what every S3 has. A key that was written is seen by every reader from then
 * on.
 *
 * <p>Errors are {@link CarryoverException}s: STORE_UNAVAILABLE when the store does not answer or refuses us, DISK_FULL
 * when it can't take more. Implementations beneath {@link RetryingObjectStore} throw {@link TransientStoreException}
 * instead for what a retry may heal.
 */
public interface ObjectStore {
    /** What became of {@link #putIfAbsent}. */
    enum PutResult {
        /** These bytes are now the object's. */
        CREATED,
        /** The object was there before, and is as it was. */
        ALREADY_THERE
    }

    /**
     * What is known of an object without reading it.
     *
     * @param size bytes
     * @param etag changes when the object is overwritten; means nothing else
     */
    record ObjectStat(String key, long size, String etag, Instant modified) {}

    /** Part of a listing, in order of keys; {@code next} is what to give as {@code after} for more. */
    record ListPage(List<ObjectStat> objects, Optional<String> next) {
        public ListPage {
            objects = List.copyOf(objects);
        }
    }

    /** Writes the object, replacing one that is there. */
    void put(String key, byte[] bytes, String mediaType);

    /** Writes the object unless there is one: of several writers at once exactly one creates it. */
    PutResult putIfAbsent(String key, byte[] bytes, String mediaType);

    /** Writes a file of any size in parts, replacing an object that is there; readers see all of it or nothing. */
    void putFile(String key, Path file, String mediaType);

    /** The whole object as a stream; empty when there is none. */
    Optional<InputStream> get(String key);

    /** {@code length} bytes from {@code offset} on, fewer where the object ends; empty when there is none. */
    Optional<InputStream> get(String key, long offset, long length);

    /** Size, tag and time; empty when there is none. */
    Optional<ObjectStat> stat(String key);

    /** Up to {@code limit} objects whose keys start with {@code prefix} and sort after {@code after}. */
    ListPage list(String prefix, Optional<String> after, int limit);

    /**
     * Asks the store for nothing in particular.
     *
     * @throws io.carryover.contracts.error.CarryoverException STORE_UNAVAILABLE when it doesn't answer, refuses the keys or has
     *     no such bucket
     */
    default void check() {
        var unused = list("jobs/", Optional.empty(), 1);
    }

    /** Removes the object; nothing happens where there is none. */
    void delete(String key);

    /** Copies inside the store; false when there is no such object. */
    boolean copy(String from, String to);

    /** A URL that gives the object to whoever has it, for so long. */
    URI presignGet(String key, Duration validity);

    /** A URL under which whoever has it may PUT the object, for so long. */
    URI presignPut(String key, Duration validity);
}
