/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * Images as a network takes them.
 *
 * @param values [N,3,side,side], normalised
 * @param rows which images of the dataset they are, [N]
 */
record ImageBatch(FloatBuffer values, int side, List<Integer> rows) {}
