/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.protocols.linear.LinearMetric;
import io.carryover.protocols.linear.LinearProtocol;

/** What specifications name, as the protocols know it. */
public final class Recipes {
    private Recipes() {}

    /**
     * The protocol.
     *
     * @param task in words, for the refusal
     * @throws CarryoverException UNKNOWN_VERSION for any other name or version
     */
    public static LinearProtocol protocol(ProtocolId id, String task) {
        if (id.equals(ProtocolId.STUDY)) {
            return LinearProtocol.STUDY;
        }
        if (id.equals(ProtocolId.CONVERGED)) {
            return LinearProtocol.CONVERGED;
        }
        throw new CarryoverException(ErrorCode.UNKNOWN_VERSION, "no %s protocol %s".formatted(task, id.id()));
    }

    /**
     * The metric.
     *
     * @param task in words, for the refusal
     * @throws CarryoverException UNKNOWN_TASK for any other name
     */
    public static LinearMetric metric(String id, String task) {
        return switch (id) {
            case "top1" -> LinearMetric.TOP1;
            case "mean-per-class" -> LinearMetric.MEAN_PER_CLASS;
            case "map11" -> LinearMetric.MAP11;
            default ->
                throw new CarryoverException(ErrorCode.UNKNOWN_TASK, "no metric '%s' for %s".formatted(id, task));
        };
    }
}
