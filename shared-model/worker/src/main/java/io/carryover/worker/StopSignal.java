/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

/** Ends a handler that was asked to stop. Let it pass: it is no failure. */
public final class StopSignal extends RuntimeException {
    StopSignal() {
        super("asked to stop", null, false, false);
    }
}
