/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.StepOutput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/analysis/{id}}.
 *
 * @param evaluation the one that it closes; absent where it was asked for
 * @param source {@code measured} or {@code published}
 * @param state {@code waiting}, {@code running}, {@code done}, {@code failed}, or {@code none} where there is too little to
 *     analyse
 * @param why it waits, failed or is none
 * @param options absent until it is planned
 * @param notes what was left out, joined or chosen
 * @param correlations where the document is, once it is done
 * @param ranking as {@code correlations}; absent too where the scores can't be ranked, which a warning of the summary explains
 */
public record AnalysisView(
        String id,
        Optional<EvaluationId> evaluation,
        String source,
        String state,
        Optional<String> why,
        Optional<Options> options,
        List<String> notes,
        Optional<StepOutput.Analysed> summary,
        Optional<String> correlations,
        Optional<String> ranking,
        Optional<JobKey> job,
        Instant createdAt) {
    /**
     * What was asked for, or chosen.
     *
     * @param reference full name of the column that all is held against
     * @param protocol of the numbers that are ranked; absent where no setting has numbers of several
     */
    public record Options(String reference, Optional<String> protocol, int draws, long seed) {}
}
