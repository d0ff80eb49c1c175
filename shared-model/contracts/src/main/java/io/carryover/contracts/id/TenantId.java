/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whose data this is; every row has one. */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
    /** The tenant of an installation for one person. */
    public static final TenantId LOCAL = new TenantId("local");

    /** @throws IllegalArgumentException unless {@code value} is 1 to 80 of letters, digits, '.', '_' and '-' */
    @JsonCreator
    public TenantId {
        Ids.check("TenantId", value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
