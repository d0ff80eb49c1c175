/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.JobKey;

/** A job and where it stands. */
public record JobRef(JobKey key, JobStatus state) {}
