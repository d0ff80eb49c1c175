/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core;

import io.carryover.contracts.id.EvaluationId;
import java.util.Optional;

/** Where jobs come from: a CDI bean of whoever wants them. */
public interface Submissions {
    /**
     * The span of the request behind a wish, as W3C {@code traceparent}; none where the request was not traced, or nobody
     * asked. Reads in the transaction of the caller.
     *
     * @param wisher evaluation, registration or analysis
     */
    Optional<String> traceParent(EvaluationId wisher);
}
