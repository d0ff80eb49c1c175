/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the container images hold beside the services themselves. */
@NullMarked
package io.carryover.images;

import org.jspecify.annotations.NullMarked;
