/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.ByteSource;
import io.carryover.vision.checkpoint.DType;
import io.carryover.vision.checkpoint.Printable;
import java.util.LinkedHashMap;
import java.util.Map;

/** The storages that a pickle refers to, by key: element type and length, which must not change between references. */
public final class Storages {
    private final ByteSource source;
    private final Map<String, Extent> byKey = new LinkedHashMap<>();

    /** Type and length in elements of one storage. */
    public record Extent(DType type, long count) {
        /** Length in bytes. */
        public long bytes() {
            return count * type.bytes();
        }
    }

    Storages(ByteSource source) {
        this.source = source;
    }

    void add(String key, DType type, long count) {
        if (count < 0 || count > source.size() || count * type.bytes() > source.size()) {
            throw source.truncated("storage %s needs %d elements of %s, more than the file has"
                    .formatted(Printable.of(key), count, type));
        }
        Extent extent = new Extent(type, count);
        Extent before = byKey.putIfAbsent(key, extent);
        if (before != null && !before.equals(extent)) {
            throw source.notACheckpoint("damaged: storage %s is described in two ways".formatted(Printable.of(key)));
        }
    }

    /** All storages in the order of their first mention. */
    public Map<String, Extent> byKey() {
        return byKey;
    }
}
