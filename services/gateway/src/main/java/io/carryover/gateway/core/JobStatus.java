/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import java.util.Locale;

/** Stable names of the states of a job, as in the database, in JSON and in metrics. */
public enum JobStatus {
    /** Waits for inputs. */
    PLANNED,
    /** Could run; waits for its turn. */
    QUEUED,
    /** On Kafka, not taken yet as far as the gateway knows. */
    RELEASED,
    RUNNING,
    /** Told to stop; its worker has not answered yet. */
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Will not run because an input failed. */
    SKIPPED;

    /** Lower-case name. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads what {@link #id()} wrote. */
    public static JobStatus parse(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }

    /** Whether nothing more happens to it by itself. */
    public boolean ended() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED, SKIPPED -> true;
            case PLANNED, QUEUED, RELEASED, RUNNING, CANCELLING -> false;
        };
    }
}
