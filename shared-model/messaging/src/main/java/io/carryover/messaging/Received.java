/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as a log hands it out.
 *
 * @param value null for a tombstone
 * @param brokerTime when the broker got it: the only clock that all events share, where the topic keeps log-append time
 */
public record Received<T>(
        String topic,
        int partition,
        long offset,
        String key,
        @Nullable T value,
        Map<String, String> headers,
        Instant brokerTime) {}
