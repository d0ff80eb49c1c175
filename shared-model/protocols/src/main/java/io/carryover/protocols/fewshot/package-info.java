/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Few-shot classification by nearest centroid. Start at {@link io.carryover.protocols.fewshot.FewShot}. */
@NullMarked
package io.carryover.protocols.fewshot;

import org.jspecify.annotations.NullMarked;
