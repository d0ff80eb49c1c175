/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What clients send over HTTP and get back. */
@NullMarked
package io.carryover.contracts.api;

import org.jspecify.annotations.NullMarked;
