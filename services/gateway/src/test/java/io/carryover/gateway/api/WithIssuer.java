/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** As {@link WithKeys}, and tokens of an issuer are taken, too. */
public final class WithIssuer extends WithFakes {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("carryover.gateway.auth.keys", "true");
        settings.put("carryover.gateway.auth.bootstrap-key", WithKeys.OPERATOR);
        settings.put("carryover.gateway.auth.oidc", "true");
        settings.put("carryover.gateway.auth.tenant-claim", "tenant");
        settings.put("carryover.gateway.auth.roles.operator", "carryover-operator,wheel");
        settings.put("quarkus.oidc.client-id", TestIssuer.CLIENT);
        settings.put("quarkus.oidc.credentials.secret", "a secret of thirty-two characters at least");
        settings.put("quarkus.oidc.token.audience", TestIssuer.CLIENT);
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestIssuer.class));
    }
}
