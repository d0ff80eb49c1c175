/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.Set;
import java.util.function.Supplier;

/**
 * One step of the world.
 *
 * @param fair whether it happens by itself; else it is a fault or a client's whim
 */
record Move(boolean fair, Supplier<String> label, World next, Set<Violation> found) {
    Move {
        found = Set.copyOf(found);
    }
}
