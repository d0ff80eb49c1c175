/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.List;

/** The job as it is now, and what must follow, in order. */
public record Decision(Job next, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }

    /** Whether an effect of this kind is among them. */
    public boolean has(Class<? extends Effect> kind) {
        return effects.stream().anyMatch(kind::isInstance);
    }
}
