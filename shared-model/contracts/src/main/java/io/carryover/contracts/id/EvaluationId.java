/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a client posted: backbones × tasks. */
public record EvaluationId(@JsonValue String value) implements Comparable<EvaluationId> {
    /** @throws IllegalArgumentException unless {@code value} is 1 to 80 of letters, digits, '.', '_' and '-' */
    @JsonCreator
    public EvaluationId {
        Ids.check("EvaluationId", value);
    }

    @Override
    public int compareTo(EvaluationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
