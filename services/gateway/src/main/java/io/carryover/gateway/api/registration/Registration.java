/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.TenantId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A name that stands for a backbone or a dataset.
 *
 * @param seq place in lists
 * @param id of this registration
 * @param content JSON of {@link BackboneContent} or {@link DatasetContent}
 * @param ready JSON of what it came to
 * @param report JSON of what was found in a checkpoint
 */
public record Registration(
        long seq,
        TenantId tenant,
        RegistrationType type,
        String name,
        String id,
        String digest,
        String content,
        State state,
        Optional<String> ready,
        Optional<String> report,
        Optional<Problem> problem,
        Instant createdAt) {
    /** How far it is. */
    public enum State {
        PENDING,
        READY,
        REFUSED;

        /** Lower-case name, as in JSON. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Who wants its import jobs. */
    public EvaluationId wisher() {
        return new EvaluationId(id);
    }
}
