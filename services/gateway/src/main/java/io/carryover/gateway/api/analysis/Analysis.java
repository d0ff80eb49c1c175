/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.analysis;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An analysis as it stands in the table.
 *
 * @param seq its place in lists
 * @param id whose wish its job is
 * @param evaluation the one that it closes; empty where it was asked for
 * @param ends how often that has ended
 * @param spec of its job; empty until it is planned
 * @param notes what was left out or chosen, in words
 * @param why there is none
 */
record Analysis(
        long seq,
        EvaluationId id,
        TenantId tenant,
        Optional<EvaluationId> evaluation,
        Source source,
        State state,
        long ends,
        Optional<JobSpec.Analysis> spec,
        Optional<JobKey> job,
        List<String> notes,
        Optional<String> why,
        Instant createdAt) {
    /** Whose scores. */
    enum Source {
        /** What this installation has measured. */
        MEASURED,
        /** The bundled tables of the study. */
        PUBLISHED;

        /** Lower-case name, as in JSON. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far planning is; the rest is the job's. */
    enum State {
        DUE,
        PLANNED,
        NONE
    }
}
