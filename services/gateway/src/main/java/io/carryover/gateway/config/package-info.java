/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The gateway's settings. */
@NullMarked
package io.carryover.gateway.config;

import org.jspecify.annotations.NullMarked;
