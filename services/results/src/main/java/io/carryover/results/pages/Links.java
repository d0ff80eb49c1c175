/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts of users as parts of addresses. */
final class Links {
    private Links() {}

    /** As one segment of a path, or a value of a query. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
