/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

/** How many jobs of a list do this step and are in this state. */
public record JobCount(String step, JobStatus state, long jobs) {}
