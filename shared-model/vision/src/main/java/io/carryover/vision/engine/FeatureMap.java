/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.nio.FloatBuffer;

/**
 * What a layer made of a batch of images.
 *
 * @param layer its usual name
 * @param values [images, channels, height, width] in row-major order, from 0 to the capacity
 */
public record FeatureMap(String layer, int images, int channels, int height, int width, FloatBuffer values) {}
