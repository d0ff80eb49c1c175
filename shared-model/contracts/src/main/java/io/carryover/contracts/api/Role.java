/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each may do what those before it may. */
public enum Role {
    /** Looks at its tenant's evaluations, results and pages. */
    VIEWER,
    /** Posts evaluations, registers, uploads and cancels, too. */
    CLIENT,
    /** Keeps the installation: keys, imported tables, garbage collection, rebuilds. */
    OPERATOR;

    /** The name in JSON, settings and tokens: {@code viewer}. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for another text */
    @JsonCreator
    public static Role parse(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("%s, not '%s'".formatted(ids(), id)));
    }

    /** The role of that name, if there is one. */
    public static Optional<Role> find(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** All names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Role::id).toList();
    }

    /** Whether this role may do what {@code needed} may. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
