/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Speaks to a gateway over HTTP. */
@NullMarked
package io.carryover.cli.client;

import org.jspecify.annotations.NullMarked;
