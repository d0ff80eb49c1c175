/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.EvaluationId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final EvaluationId HUGE = new EvaluationId("e-1");
    private static final EvaluationId LARGE = new EvaluationId("e-2");
    private static final EvaluationId SMALL = new EvaluationId("e-3");

    private final Turns turns = new Turns();

    @Test
    void eachHasOneTurnInARound() {
        List<EvaluationId> due = List.of(HUGE, LARGE);

        assertThat(turns.next(due)).contains(HUGE);
        assertThat(turns.next(due)).contains(LARGE);
        assertThat(turns.next(due)).isEmpty();
        assertThat(turns.next(due)).contains(HUGE);
    }

    @Test
    void aNewOneHasItsFirstTurnAtOnce() {
        turns.next(List.of(HUGE, LARGE));

        assertThat(turns.next(List.of(HUGE, LARGE, SMALL))).contains(LARGE);
        assertThat(turns.next(List.of(HUGE, LARGE, SMALL))).contains(SMALL);
        assertThat(turns.next(List.of(HUGE, LARGE, SMALL))).isEmpty();

        assertThat(turns.next(List.of(HUGE, LARGE))).contains(HUGE);
        assertThat(turns.next(List.of(HUGE, LARGE, SMALL))).as("due again").contains(SMALL);
        assertThat(turns.next(List.of(HUGE, LARGE, SMALL))).contains(LARGE);
    }

    @Test
    void nothingIsNextWhereNothingIsDue() {
        assertThat(turns.next(List.of())).isEmpty();
    }
}
