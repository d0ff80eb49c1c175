/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** A pickle machine that interprets a closed list and never looks up a name as code. */
@NullMarked
package io.carryover.vision.pickle;

import org.jspecify.annotations.NullMarked;
