/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The mathematics of the study: arrays in, numbers out. Nothing here reads a file, logs or knows a framework; the same
 * input gives the same bytes whatever the number of threads.
 */
@NullMarked
package io.carryover.protocols;

import org.jspecify.annotations.NullMarked;
