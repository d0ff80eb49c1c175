/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Jobs: their tables, their transitions, their way to Kafka and back. */
@NullMarked
package io.carryover.gateway.core;

import org.jspecify.annotations.NullMarked;
