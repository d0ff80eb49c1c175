/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

/**
 * A key that was just made.
 *
 * @param key all of it, {@code co_<id>_<secret>}: said this once, and kept nowhere
 */
public record IssuedKey(String key, KeyView view) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "IssuedKey[" + view.id() + "]";
    }
}
