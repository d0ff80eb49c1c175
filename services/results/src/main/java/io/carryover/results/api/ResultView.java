/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Measured;
import java.time.Instant;

/**
 * One result as lists show it; {@code GET /v1/results/{result}} has the rest.
 *
 * @param result digest of the result key
 * @param role of the dataset: {@code source} or {@code target}
 * @param protocol with its version: {@code study/1}
 * @param variant engine, precision and device of the features: {@code onnx-fp32-cpu}
 */
public record ResultView(
        Sha256 result,
        String backbone,
        String origin,
        String dataset,
        String role,
        String task,
        String metric,
        String protocol,
        String grid,
        long seed,
        String variant,
        double value,
        String unit,
        boolean higherIsBetter,
        long n,
        Interval ci95,
        int revision,
        Instant at,
        JobKey job) {
    static ResultView of(ResultRecord record) {
        var key = record.key();
        var score = Measured.of(record).score();
        return new ResultView(
                key.digest(),
                record.backbone().name(),
                record.backbone().origin(),
                record.dataset().name(),
                record.dataset().role(),
                key.task(),
                key.metric(),
                key.protocol().id(),
                key.grid(),
                key.seed(),
                key.variant().id(),
                score.value(),
                score.unit(),
                score.higherIsBetter(),
                score.n(),
                score.ci95(),
                record.revision(),
                record.at(),
                record.job());
    }
}
