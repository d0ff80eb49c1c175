/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import io.carryover.contracts.id.WorkerId;
import java.time.Duration;
import java.time.Instant;

/** Under which circumstances an outcome was computed. Bit-equal numbers are promised only for equal variant and threads. */
public record Provenance(
        Variant variant,
        int threads,
        String codeVersion,
        WorkerId worker,
        String host,
        Instant startedAt,
        Duration took) {}
