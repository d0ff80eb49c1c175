/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether clients may name files on the server's disk: only where the server listens on loopback alone, since whoever
 * reaches it there can read the disk anyway; and never where the installation says so.
 */
@ApplicationScoped
public class LocalPaths {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private final boolean loopback;
    private final boolean wanted;

    /**
     * @param host that the server is bound to
     * @param paths {@code auto} or {@code never}
     */
    @Inject
    public LocalPaths(
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "carryover.api.local-paths", defaultValue = "auto") String paths) {
        this.loopback = LOOPBACK.contains(host);
        this.wanted = switch (paths) {
            case "auto" -> true;
            case "never" -> false;
            default -> throw new IllegalArgumentException("carryover.api.local-paths: auto or never, not " + paths);
        };
    }

    /** Whether the server listens on loopback alone. */
    public boolean loopback() {
        return loopback;
    }

    /** @throws CarryoverException FORBIDDEN_PATH where paths are not taken */
    void check(String path) {
        if (!loopback || !wanted) {
            throw new CarryoverException(
                    ErrorCode.FORBIDDEN_PATH, "this server takes no paths of its disk: '%s'".formatted(path));
        }
    }
}
