/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One release of a job into Kafka. */
public record DispatchId(@JsonValue String value) implements Comparable<DispatchId> {
    /** @throws IllegalArgumentException unless {@code value} is 1 to 80 of letters, digits, '.', '_' and '-' */
    @JsonCreator
    public DispatchId {
        Ids.check("DispatchId", value);
    }

    @Override
    public int compareTo(DispatchId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
