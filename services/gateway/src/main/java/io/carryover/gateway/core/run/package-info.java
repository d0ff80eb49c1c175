/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What moves jobs: transitions, release, events, sweeps, the outbox. */
@NullMarked
package io.carryover.gateway.core.run;

import org.jspecify.annotations.NullMarked;
