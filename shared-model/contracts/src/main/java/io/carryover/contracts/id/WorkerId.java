/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One worker process. */
public record WorkerId(@JsonValue String value) implements Comparable<WorkerId> {
    /** @throws IllegalArgumentException unless {@code value} is 1 to 80 of letters, digits, '.', '_' and '-' */
    @JsonCreator
    public WorkerId {
        Ids.check("WorkerId", value);
    }

    @Override
    public int compareTo(WorkerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
