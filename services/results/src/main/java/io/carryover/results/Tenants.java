/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.api.CallerHeaders;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whose request this is. The gateway knows, and says so in headers; they are believed only where nobody but the gateway can ask
 * ({@code carryover.results.behind-gateway}). Else everybody is of one tenant.
 */
@ApplicationScoped
public class Tenants {
    private final CurrentVertxRequest request;
    private final boolean behindGateway;

    @Inject
    Tenants(CurrentVertxRequest request, ResultsConfig config) {
        this.request = request;
        this.behindGateway = config.behindGateway();
    }

    /** The tenant of the current request. */
    public TenantId current() {
        return said(CallerHeaders.TENANT).map(TenantId::new).orElse(TenantId.LOCAL);
    }

    /** Whether the gateway says that an operator asks. */
    public boolean operator() {
        return said(CallerHeaders.ROLE).filter(Role.OPERATOR.id()::equals).isPresent();
    }

    /** Who is signed in at the browser that asks. */
    public Optional<String> signedIn() {
        return said(CallerHeaders.NAME).map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8));
    }

    private Optional<String> said(String header) {
        return behindGateway
                ? Optional.ofNullable(request.getCurrent())
                        .map(context -> context.request().getHeader(header))
                : Optional.empty();
    }
}
