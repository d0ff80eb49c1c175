/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

/**
 * What every page has around it.
 *
 * @param title of the window
 * @param gateway where the browser finds the gateway, empty for the same origin
 * @param style address of the style sheet, with its digest
 * @param script address of the script, with its digest
 * @param library address of the chart library, with its version; only pages with charts load it
 * @param charts address of the script that draws with it, with its digest
 * @param signedIn who is signed in, empty where nobody is asked
 */
public record Shell(
        String title, String gateway, String style, String script, String library, String charts, String signedIn) {}
