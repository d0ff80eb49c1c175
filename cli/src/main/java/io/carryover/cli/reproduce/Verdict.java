/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a card says of a cell. */
public enum Verdict {
    REPRODUCED("reproduced"),
    NOT_REPRODUCED("not reproduced"),
    NOT_RUN("not run");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** As printed. */
    @JsonValue
    public String words() {
        return words;
    }
}
