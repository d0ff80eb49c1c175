/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.CarryoverException;
import jakarta.ws.rs.core.Response;

/** Failures as RFC 9457 documents. */
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    static Response of(CarryoverException failure) {
        Problem problem = Problem.of(failure);
        return Response.status(problem.status())
                .type(MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
