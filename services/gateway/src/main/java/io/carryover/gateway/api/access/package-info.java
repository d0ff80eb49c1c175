/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Who may ask: keys, sessions, tokens, and the role that each route needs (docs/decisions/0013-who-may-ask.md). */
@NullMarked
package io.carryover.gateway.api.access;

import org.jspecify.annotations.NullMarked;
