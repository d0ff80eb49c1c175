/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** Feature engines behind one interface: ONNX Runtime, PyTorch through DJL, and the pixel control. */
@NullMarked
package io.carryover.vision.engine;

import org.jspecify.annotations.NullMarked;
