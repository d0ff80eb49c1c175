/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The job protocol with real Kafka, S3 and PostgreSQL, and with worker processes that die. */
@NullMarked
package io.carryover.gateway.core.chaos;

import org.jspecify.annotations.NullMarked;
