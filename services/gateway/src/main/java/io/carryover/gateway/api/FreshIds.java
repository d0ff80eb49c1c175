/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes identities that nobody can guess: an upload's is enough to name it. */
@ApplicationScoped
public class FreshIds {
    private final SecureRandom random = new SecureRandom();

    /** {@code prefix} and 24 hexadecimal digits. */
    public String next(String prefix) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
