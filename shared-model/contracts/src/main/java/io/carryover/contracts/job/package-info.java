/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Specifications of jobs, the messages that carry them to workers, and what comes of them. */
@NullMarked
package io.carryover.contracts.job;

import org.jspecify.annotations.NullMarked;
