/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/keys}: makes a key.
 *
 * @param name what it is for, one line
 * @param role {@code viewer}, {@code client} or {@code operator}
 * @param tenant whose data it opens; default that of the caller
 * @param expiresInDays after which it is not taken any more, 1 to 3650; default never
 */
public record KeyRequest(
        String name,
        String role,
        @Nullable TenantId tenant,
        @Nullable Integer expiresInDays) {}
