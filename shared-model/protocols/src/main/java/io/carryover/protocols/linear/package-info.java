/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The linear probe: multinomial logistic regression on frozen features over 45 strengths of regularisation, as the
 * study's code ran it and as its text means it. Start at {@link io.carryover.protocols.linear.LinearProbe}.
 */
@NullMarked
package io.carryover.protocols.linear;

import org.jspecify.annotations.NullMarked;
