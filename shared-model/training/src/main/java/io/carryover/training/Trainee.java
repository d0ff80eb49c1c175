/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;

/**
 * What is trained.
 *
 * @param <B> a batch as it is read, in memory of the JVM
 */
public interface Trainee<B> {
    /** What the steps change. */
    Parameters parameters();

    /**
     * Reads the batch of a step, on another thread than the training's and ahead of it, possibly several at the same time. The
     * batch depends on the step alone: that is why a run that was broken off goes on as if it had not been.
     */
    B load(long step) throws IOException;

    /**
     * The loss of a batch, a scalar, with autograd on.
     *
     * @param scope owns what is made for this step
     */
    NDArray loss(B batch, NDManager scope);
}
