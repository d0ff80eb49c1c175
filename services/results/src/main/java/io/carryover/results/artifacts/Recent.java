/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The entries used last, up to a number; safe for threads. */
public final class Recent<K, V> {
    private final Map<K, V> entries;

    /** @param most entries that are kept */
    public Recent(int most) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value under {@code key}, if it is still kept. */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Keeps a value. */
    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }
}
