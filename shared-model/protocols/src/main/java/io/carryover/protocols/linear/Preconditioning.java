/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import org.jspecify.annotations.Nullable;

/**
 * The preconditioner of one problem from fit to fit: the diagonal, until a better one pays. One is made as soon as the last has cost as much more than
 * it did when it was new as making one costs: so never more than twice the least is spent, whatever comes next.
 */
final class Preconditioning {
    private final long room;
    private @Nullable Preconditioner made;
    /** Products for each factor of e that a new one takes off the residual; until there is one, as good as it can get. */
    private double usual = 1;

    private boolean unused;
    private double excess;

    /** @param room numbers that what is made may hold; {@link BlockPreconditioner#ROOM} at most */
    Preconditioning(long room) {
        this.room = Math.min(room, BlockPreconditioner.ROOM);
    }

    /** The one to solve the next system with; made anew where the function stands if that pays by now. */
    Preconditioner of(SoftmaxLoss loss) {
        if (excess >= BlockPreconditioner.worth(loss, room)) {
            made = BlockPreconditioner.of(loss, room, loss.team);
            excess = 0;
            unused = true;
        }
        return made == null ? DiagonalPreconditioner.of(loss) : made;
    }

    /** Hears what a system took. */
    void spent(ConjugateGradients.Effort effort) {
        if (unused && effort.reduction() > 0) {
            usual = effort.products() / effort.reduction();
            unused = false;
        }
        excess += effort.products() - usual * effort.reduction();
    }
}
