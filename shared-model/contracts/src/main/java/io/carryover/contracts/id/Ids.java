/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import java.util.function.IntPredicate;

/** The one check that every textual identity passes. */
final class Ids {
    private static final int LONGEST = 80;

    private Ids() {}

    static void check(String type, String value) {
        if (value.isEmpty() || value.length() > LONGEST || !consistsOf(value, Ids::isAllowed)) {
            throw new IllegalArgumentException("not a " + type + ": '" + value + "'");
        }
    }

    /** Without a stream or an expression: a rebuild checks some ten identities for each of a million records. */
    static boolean consistsOf(String value, IntPredicate allowed) {
        for (int i = 0; i < value.length(); i++) {
            if (!allowed.test(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
