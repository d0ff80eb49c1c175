/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.Optional;
import java.util.SortedMap;

/**
 * {@code GET /v1/status}: how the gateway that answers stands.
 *
 * @param version of its build
 * @param store what is wrong with the object store; absent where it answers
 * @param outboxRecords promised and not sent yet
 * @param outboxLagSeconds age of the oldest of them
 * @param failedJobs jobs that ended as failed in the last seven days and still are, by error code
 */
public record StatusView(
        String version,
        Optional<Problem> store,
        long outboxRecords,
        double outboxLagSeconds,
        SortedMap<String, Long> failedJobs) {}
