/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of the embedded servers. */
@NullMarked
package io.carryover.embedded;

import org.jspecify.annotations.NullMarked;
