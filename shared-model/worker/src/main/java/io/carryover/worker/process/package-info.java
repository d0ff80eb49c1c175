/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** A worker put together for production: Kafka, object store, disk cache, loop. */
@NullMarked
package io.carryover.worker.process;

import org.jspecify.annotations.NullMarked;
