/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Identities: digests and names that are checked when they are made. */
@NullMarked
package io.carryover.contracts.id;

import org.jspecify.annotations.NullMarked;
