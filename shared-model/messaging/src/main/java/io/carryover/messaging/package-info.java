/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka: topics and their settings, envelope, job queues, events, control, outbox relay, logs with offsets in the database. */
@NullMarked
package io.carryover.messaging;

import org.jspecify.annotations.NullMarked;
