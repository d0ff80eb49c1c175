/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The gateway's tables as objects; statements of SQL stand where a lock or a set matters. */
@NullMarked
package io.carryover.gateway.core.table;

import org.jspecify.annotations.NullMarked;
