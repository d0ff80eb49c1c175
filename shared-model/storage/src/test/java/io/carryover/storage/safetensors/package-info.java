/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Tests of safetensors files. */
@NullMarked
package io.carryover.storage.safetensors;

import org.jspecify.annotations.NullMarked;
