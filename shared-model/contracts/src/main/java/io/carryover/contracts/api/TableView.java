/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import java.time.Instant;

/**
 * {@code /v1/tables}: a table of numbers that came from outside.
 *
 * @param origin {@code published} for those that come with Carryover, {@code imported} for a client's
 * @param revision rises with each import of other numbers under the name
 * @param models rows
 * @param columns of task, dataset, metric and protocol
 * @param values numbers, each seed counted
 */
public record TableView(
        String name,
        String origin,
        int revision,
        String source,
        String citation,
        String licence,
        int models,
        int columns,
        int values,
        Instant at) {}
