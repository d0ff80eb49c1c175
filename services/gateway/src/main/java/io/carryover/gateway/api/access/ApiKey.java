/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import io.carryover.contracts.api.KeyView;
import io.carryover.contracts.api.Role;
import io.carryover.contracts.id.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a key or a session.
 *
 * @param digest of its secret, see {@link KeyText}
 * @param openedBy of a session: id of the key that opened it; absent where a token did
 */
record ApiKey(
        String id,
        Kind kind,
        TenantId tenant,
        Role role,
        String name,
        String digest,
        Optional<String> openedBy,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> used,
        Optional<Instant> revoked) {
    /** How it is sent: a key by a program in a header, a session by a browser in a cookie; neither is taken as the other. */
    enum Kind {
        KEY,
        SESSION;

        String id() {
            return this == KEY ? "key" : "session";
        }

        static Kind parse(String id) {
            return id.equals(SESSION.id()) ? SESSION : KEY;
        }
    }

    ApiKey usedAt(Instant now) {
        return new ApiKey(id, kind, tenant, role, name, digest, openedBy, created, expires, Optional.of(now), revoked);
    }

    Caller caller() {
        return new Caller(tenant, role, name, Optional.of(openedBy.orElse(id)), kind == Kind.SESSION);
    }

    KeyView view() {
        return new KeyView(id, tenant, role, name, created, expires, used, revoked);
    }

    /** Without the digest. */
    @Override
    public String toString() {
        return kind.id() + " " + id;
    }
}
