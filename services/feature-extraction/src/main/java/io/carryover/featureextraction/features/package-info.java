/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Features of one split. */
@NullMarked
package io.carryover.featureextraction.features;

import org.jspecify.annotations.NullMarked;
