/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.EvaluationId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose cells are planned next. Each evaluation has one turn in a round, and a new one has its first at once: so a small one is
 * planned while a huge one still is, and one whose planning fails holds nobody up.
 */
final class Turns {
    private final Set<EvaluationId> known = new HashSet<>();
    private final Set<EvaluationId> hadTheirs = new HashSet<>();

    /** The next of those that are due now; empty at the end of a round. */
    Optional<EvaluationId> next(List<EvaluationId> due) {
        known.retainAll(Set.copyOf(due));
        Optional<EvaluationId> next = due.stream()
                .filter(id -> !known.contains(id))
                .findFirst()
                .or(() -> due.stream().filter(id -> !hadTheirs.contains(id)).findFirst());
        next.ifPresentOrElse(
                id -> {
                    known.add(id);
                    hadTheirs.add(id);
                },
                hadTheirs::clear);
        return next;
    }
}
