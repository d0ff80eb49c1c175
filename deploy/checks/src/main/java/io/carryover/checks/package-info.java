/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Alert rules, dashboards and runbooks as data, and the rules that they keep. */
@NullMarked
package io.carryover.checks;

import org.jspecify.annotations.NullMarked;
