/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import java.util.List;
import java.util.Optional;

/**
 * A backbone: its numbers from here, its checkpoint report from the gateway, which the page's script asks.
 *
 * @param tensors digest of the loaded tensors
 * @param compare address of the page that compares it with another
 * @param api address of the gateway's view of it
 * @param modelIndex address of its numbers for a model card
 */
public record BackbonePage(
        String name,
        String origin,
        String recipe,
        Optional<String> tensors,
        String api,
        String modelIndex,
        String compare,
        List<Row> rows) {
    /** One of its numbers. */
    public record Row(
            String dataset,
            boolean source,
            String task,
            String protocol,
            String variant,
            String seed,
            String value,
            String lo,
            String hi,
            String method,
            String href) {}
}
