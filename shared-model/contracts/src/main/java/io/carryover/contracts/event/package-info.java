/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What workers say and what they are told. */
@NullMarked
package io.carryover.contracts.event;

import org.jspecify.annotations.NullMarked;
