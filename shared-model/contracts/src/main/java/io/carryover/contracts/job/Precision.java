/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Floating-point format of the arithmetic. */
public enum Precision {
    FP32,
    FP16,
    BF16,
    FP64;

    /** Lower-case name, as in JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
