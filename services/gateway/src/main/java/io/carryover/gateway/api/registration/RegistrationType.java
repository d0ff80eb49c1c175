/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import java.util.Locale;

/** What a name stands for. */
public enum RegistrationType {
    BACKBONE,
    DATASET;

    /** Lower-case name, as in the database. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
