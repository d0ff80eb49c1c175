/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Identity of a job: digest of everything that can change its bytes (see {@link io.carryover.contracts.job.JobKeys}); 64 hexadecimal digits. */
public record JobKey(@JsonValue String value) implements Comparable<JobKey> {
    /** @throws IllegalArgumentException unless {@code value} is 1 to 80 of letters, digits, '.', '_' and '-' */
    @JsonCreator
    public JobKey {
        Ids.check("JobKey", value);
    }

    @Override
    public int compareTo(JobKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
