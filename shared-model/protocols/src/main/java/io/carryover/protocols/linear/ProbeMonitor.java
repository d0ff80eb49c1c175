/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

/** Hears of every fit of a sweep, from the thread that called the probe; may stop it between two iterations. */
@FunctionalInterface
public interface ProbeMonitor {
    /** Hears nothing and stops nothing. */
    ProbeMonitor NONE = (point, done, total) -> {};

    /**
     * A fit of the sweep is done.
     *
     * @param done fits so far
     * @param total fits of the sweep
     */
    void fitted(SweepPoint point, int done, int total);

    /**
     * The training features were read once more, where they are read in passes.
     *
     * @param passes so far
     * @param fits that this one served
     */
    default void passed(int passes, int fits, double seconds) {}

    /** Asked before every iteration, from any thread; true ends the probe with a {@code CancellationException}. */
    default boolean cancelled() {
        return false;
    }
}
