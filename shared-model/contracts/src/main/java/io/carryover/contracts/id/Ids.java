/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import java.util.regex.Pattern;

/** The one check that every textual identity passes. */
final class Ids {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,80}");

    private Ids() {}

    static void check(String type, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a " + type + ": '" + value + "'");
        }
    }
}
