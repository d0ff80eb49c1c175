/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.nio.FloatBuffer;
import java.util.List;

/** What both engines do beneath {@link FeatureEngine} and {@link MapEngine}: compute the results of chosen nodes. */
interface Outputs extends AutoCloseable {
    /** One result: its shape with the images first, and its values in row-major order, in a buffer over an array. */
    record Output(List<Integer> shape, FloatBuffer values) {}

    /** The results, in the order in which the engine was opened for them. */
    List<Output> run(FloatBuffer batch, int images, int height, int width);

    EngineInfo info();

    @Override
    void close();
}
