/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import java.util.List;
import java.util.Optional;

/**
 * A standing result with its score at hand.
 *
 * @param rowKey backbones of a control share a row by their group; every other backbone has its own
 * @param columnId which column it belongs to
 */
public record Measured(Sha256 id, ResultRecord record, Score score, String rowKey, String columnId) {
    private static final double SAME_SCORE = 1e-6;

    /**
     * @throws CarryoverException INVALID_REQUEST for a withdrawal, or an output that has no score
     */
    public static Measured of(ResultRecord record) {
        return new Measured(record.key().digest(), record, scoreOf(record), rowKey(record), columnId(record));
    }

    private static Score scoreOf(ResultRecord record) {
        StepOutput output = record.output()
                .orElseThrow(() -> new CarryoverException(ErrorCode.INVALID_REQUEST, "a withdrawal has no score"));
        return output.scored()
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "an output of type %s is no result"
                                .formatted(Json.mapper()
                                        .valueToTree(output)
                                        .path("type")
                                        .asText())));
    }

    /** Whether a network ran for it: pixels and supplied features have no engine and belong to every variant's board. */
    public boolean fromNetwork() {
        return record.key().variant().engine() != Engine.NONE;
    }

    private static String rowKey(ResultRecord record) {
        return record.backbone().origin().equals("control")
                ? "control:" + record.backbone().group()
                : record.key().backbone().hex();
    }

    private static String columnId(ResultRecord record) {
        var key = record.key();
        return String.join(
                ":",
                key.dataset().brief(),
                key.task(),
                key.metric(),
                key.protocol().id(),
                key.grid());
    }

    /** Digest of the loaded tensors, where all of these results have the same one. */
    public static Optional<Sha256> tensors(List<Measured> measured) {
        List<Optional<Sha256>> distinct = measured.stream()
                .map(m -> m.record().backbone().tensors())
                .distinct()
                .toList();
        return distinct.size() == 1 ? distinct.getFirst() : Optional.empty();
    }

    /** Whether {@code recomputed} from what is kept by item is the score on record: artifacts hold float32, scores float64. */
    public boolean isScore(double recomputed) {
        return Math.abs(recomputed - score.value()) < SAME_SCORE;
    }
}
