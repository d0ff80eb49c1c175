/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.CallerHeaders;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param tenant whose data it sees
 * @param name of a key, or of a person as the issuer of its token calls it
 * @param key id of the key that proves it; absent for a token
 * @param browser whether it came with a session's cookie
 */
public record Caller(TenantId tenant, Role role, String name, Optional<String> key, boolean browser) {
    private static final String PLACE = "carryover.caller";

    /** Of a request that was let through; absent where nobody is asked, and on open routes. */
    public static Optional<Caller> of(RoutingContext request) {
        return Optional.ofNullable(request.get(PLACE));
    }

    /** Keeps it with the request, and says it in headers to whoever the request is handed on to. */
    void keepIn(RoutingContext context) {
        context.put(PLACE, this);
        MultiMap headers = context.request().headers();
        headers.set(CallerHeaders.TENANT, tenant.value());
        headers.set(CallerHeaders.ROLE, role.id());
        if (browser) {
            headers.set(CallerHeaders.NAME, URLEncoder.encode(name, StandardCharsets.UTF_8));
        }
    }
}
