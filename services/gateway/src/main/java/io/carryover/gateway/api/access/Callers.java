/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Makes callers of identities: a key's is known, a token's follows from its roles and claims. */
@ApplicationScoped
class Callers {
    /** Where an identity that a key or session proved holds its caller. */
    static final String ATTRIBUTE = "carryover.caller";

    private final Map<Role, Set<String>> names;
    private final Optional<String> tenantClaim;

    @Inject
    Callers(GatewayConfig config) {
        this(
                Map.of(
                        Role.VIEWER, config.auth().roles().viewer(),
                        Role.CLIENT, config.auth().roles().client(),
                        Role.OPERATOR, config.auth().roles().operator()),
                config.auth().tenantClaim());
    }

    Callers(Map<Role, Set<String>> names, Optional<String> tenantClaim) {
        this.names = names;
        this.tenantClaim = tenantClaim;
    }

    /** Who that is; absent for nobody, and for a token that gives no role or no tenant here. */
    Optional<Caller> of(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return Optional.empty();
        }
        Caller known = identity.getAttribute(ATTRIBUTE);
        return known != null ? Optional.of(known) : ofToken(identity);
    }

    private Optional<Caller> ofToken(SecurityIdentity identity) {
        Optional<Role> role = names.entrySet().stream()
                .filter(each -> each.getValue().stream().anyMatch(identity::hasRole))
                .map(Map.Entry::getKey)
                .max(Comparator.naturalOrder());
        return role.flatMap(given -> tenant(identity)
                .map(tenant -> new Caller(tenant, given, identity.getPrincipal().getName(), Optional.empty(), false)));
    }

    /** A claim that is asked for and missing gives no tenant, never the common one. */
    private Optional<TenantId> tenant(SecurityIdentity identity) {
        if (tenantClaim.isEmpty()) {
            return Optional.of(TenantId.LOCAL);
        }
        if (identity.getPrincipal() instanceof JsonWebToken token
                && token.getClaim(tenantClaim.get()) instanceof String claim) {
            try {
                return Optional.of(new TenantId(claim));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
