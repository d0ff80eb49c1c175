/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** From a published checkpoint and images to features: readers, architectures, transforms, engines. */
@NullMarked
package io.carryover.vision;

import org.jspecify.annotations.NullMarked;
