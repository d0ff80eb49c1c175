/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the arithmetic of a job runs. */
public enum DeviceClass {
    CPU,
    CUDA;

    /** Lower-case name, as in topics and JSON. */
    @JsonValue
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
