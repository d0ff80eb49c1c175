/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code /v1/keys}: what is known of a key. Its secret isn't.
 *
 * @param id the part of the key that is no secret
 * @param used when it was last used, to some minutes; absent where never
 */
public record KeyView(
        String id,
        TenantId tenant,
        Role role,
        String name,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> used,
        Optional<Instant> revoked) {}
