/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose numbers a board is of, and which part of imported tables. */
public class OriginParams {
    /** Where numbers come from. */
    public enum Origin {
        /** Computed by this installation. */
        MEASURED,
        /** Imported tables, the study's among them. */
        PUBLISHED,
        /** Both, each on boards of its own. */
        ALL;

        /** As in a query. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether measured numbers are wanted. */
        public boolean measured() {
            return this != PUBLISHED;
        }

        /** Whether imported tables are wanted. */
        public boolean published() {
            return this != MEASURED;
        }
    }

    @QueryParam("origin")
    @Nullable
    String origin;

    @QueryParam("table")
    @Nullable
    String table;

    @QueryParam("setting")
    @Nullable
    String setting;

    /**
     * Whose numbers are wanted.
     *
     * @throws CarryoverException INVALID_REQUEST for a text that names none
     */
    public Origin origin(Origin unsaid) {
        Optional<String> wanted = FilterParams.text(origin);
        if (wanted.isEmpty()) {
            return unsaid;
        }
        return Arrays.stream(Origin.values())
                .filter(o -> o.text().equals(wanted.get()))
                .findFirst()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "origin: one of %s, not '%s'"
                                .formatted(
                                        Arrays.stream(Origin.values())
                                                .map(Origin::text)
                                                .collect(Collectors.joining(", ")),
                                        wanted.get())));
    }

    /** The one imported table that is wanted. */
    public Optional<String> table() {
        return FilterParams.text(table);
    }

    /** The setting whose datasets are wanted. */
    public Optional<String> setting() {
        return FilterParams.text(setting);
    }
}
