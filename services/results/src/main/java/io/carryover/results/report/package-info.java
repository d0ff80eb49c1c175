/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** One evaluation as a document for people: what was evaluated, how, and what came out. Texts in, text out; no framework. */
@NullMarked
package io.carryover.results.report;

import org.jspecify.annotations.NullMarked;
