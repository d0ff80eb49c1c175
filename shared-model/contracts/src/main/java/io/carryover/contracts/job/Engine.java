/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which library computed the features; NONE where no network runs (probes, pixels). */
public enum Engine {
    ONNX,
    PYTORCH,
    NONE;

    /** Lower-case name, as in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
