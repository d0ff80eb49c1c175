/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** All services in one JVM, with the broker, the object store and the database they need. */
@NullMarked
package io.carryover.standalone;

import org.jspecify.annotations.NullMarked;
