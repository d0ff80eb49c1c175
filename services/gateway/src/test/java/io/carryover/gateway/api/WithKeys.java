/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import java.util.HashMap;
import java.util.Map;

/** As {@link WithFakes}, and who asks needs a key. */
public final class WithKeys extends WithFakes {
    /** The installation's first key. */
    static final String OPERATOR = "co_operator_" + "5e".repeat(32);

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("carryover.gateway.auth.keys", "true");
        settings.put("carryover.gateway.auth.bootstrap-key", OPERATOR);
        return settings;
    }
}
