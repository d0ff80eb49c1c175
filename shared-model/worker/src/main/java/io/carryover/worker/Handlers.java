/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.JobSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The handlers of a process, by the specification that they understand. */
public final class Handlers {
    private final Map<Class<? extends JobSpec>, JobHandler<?>> byType = new HashMap<>();

    /** @throws IllegalArgumentException when two serve the same specification */
    public Handlers(Collection<? extends JobHandler<?>> handlers) {
        for (JobHandler<?> handler : handlers) {
            if (byType.putIfAbsent(handler.type(), handler) != null) {
                throw new IllegalArgumentException("two handlers for " + handler.type());
            }
        }
    }

    StepResult run(JobSpec spec, JobContext context) throws Exception {
        JobHandler<?> handler = byType.get(spec.getClass());
        if (handler == null) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL, "no handler for " + spec.step() + " on this worker: it serves a wrong queue");
        }
        return run(handler, spec, context);
    }

    private static <S extends JobSpec> StepResult run(JobHandler<S> handler, JobSpec spec, JobContext context)
            throws Exception {
        return handler.run(handler.type().cast(spec), context);
    }
}
