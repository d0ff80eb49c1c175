/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Do confidences say how often a prediction is right? Section 4.7 of the study. */
@NullMarked
package io.carryover.protocols.calibration;

import org.jspecify.annotations.NullMarked;
