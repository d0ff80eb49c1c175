/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.carryover.gateway.api.access;

import org.jspecify.annotations.NullMarked;
