/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The safetensors file format (github.com/huggingface/safetensors): strict, bounded, streamed. */
@NullMarked
package io.carryover.storage.safetensors;

import org.jspecify.annotations.NullMarked;
