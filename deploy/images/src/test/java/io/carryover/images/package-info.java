/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Checks of the images and of docker-compose.yml that need no container engine. */
@NullMarked
package io.carryover.images;

import org.jspecify.annotations.NullMarked;
