/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.util.List;

/**
 * Headers in which the gateway tells the results service who asks. The gateway drops them from every request that comes in; a results service believes them
 * only where it is said to stand behind a gateway.
 */
public final class CallerHeaders {
    /** Whose data is seen: a tenant's name. */
    public static final String TENANT = "Carryover-Tenant";

    /** What the caller may do: {@link Role#id()}. */
    public static final String ROLE = "Carryover-Role";

    /** Of a browser that is signed in: the caller's name, percent-encoded. */
    public static final String NAME = "Carryover-Caller";

    /** All of them. */
    public static final List<String> ALL = List.of(TENANT, ROLE, NAME);

    private CallerHeaders() {}
}
