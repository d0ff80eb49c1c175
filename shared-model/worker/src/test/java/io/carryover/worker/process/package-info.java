/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

@NullMarked
package io.carryover.worker.process;

import org.jspecify.annotations.NullMarked;
