/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Removes from the object store what no result, wish or registration needs. */
@NullMarked
package io.carryover.gateway.core.garbage;

import org.jspecify.annotations.NullMarked;
