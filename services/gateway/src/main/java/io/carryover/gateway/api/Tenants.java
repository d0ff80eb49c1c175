/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import io.carryover.contracts.id.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Whose request this is. An installation on loopback has one tenant and asks for no key. */
@ApplicationScoped
public class Tenants {
    /** The tenant of the current request. */
    public TenantId current() {
        return TenantId.LOCAL;
    }
}
