/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Training of networks in PyTorch through DJL: the step, its schedule, reading ahead, checkpoints and resumption. What is
 * trained, on what and by which loss, a {@link io.carryover.training.Trainee} says.
 */
@NullMarked
package io.carryover.training;

import org.jspecify.annotations.NullMarked;
