/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.features;

/**
 * An image that was left out because it can't be read.
 *
 * @param index in its source
 * @param why what is wrong with it; names it
 */
public record Skipped(int index, String id, String why) {}
