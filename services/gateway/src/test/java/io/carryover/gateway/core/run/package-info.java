/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
@NullMarked
package io.carryover.gateway.core.run;

import org.jspecify.annotations.NullMarked;
