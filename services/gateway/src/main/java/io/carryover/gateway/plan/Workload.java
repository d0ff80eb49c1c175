/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;

/**
 * How much work a job is, as far as the time it takes depends on it.
 *
 * @param kind what must be the same for two times to be comparable: step with its parameters, network, transform, variant
 * @param dataset what it reads
 * @param units images, or for a training its steps: the time grows with them
 */
public record Workload(String kind, Sha256 dataset, double units) {}
