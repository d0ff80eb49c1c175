/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Kafka, an S3 server and PostgreSQL on loopback, in or under this JVM: for standalone and for tests. */
@NullMarked
package io.carryover.embedded;

import org.jspecify.annotations.NullMarked;
