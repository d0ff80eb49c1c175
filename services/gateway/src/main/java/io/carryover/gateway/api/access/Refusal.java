/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import java.util.Locale;

/** Why a key, session or token isn't taken. */
enum Refusal {
    /** It hasn't the form of one. */
    MALFORMED,
    /** There is none of that name and secret. */
    UNKNOWN,
    REVOKED,
    EXPIRED,
    /** A token that the issuer's keys don't confirm, or of another audience. */
    TOKEN;

    /** Label of the metric. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
