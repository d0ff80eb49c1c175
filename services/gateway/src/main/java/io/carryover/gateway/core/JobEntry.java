/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.WorkerId;
import java.time.Instant;
import java.util.Optional;

/**
 * A job in a page of a list.
 *
 * @param position of its first wish: where the page after it begins
 * @param worker that holds it now
 * @param since when it came into its state
 * @param attempts how many were begun, over all runs
 */
public record JobEntry(long position, JobSummary job, Optional<WorkerId> worker, Instant since, long attempts) {}
