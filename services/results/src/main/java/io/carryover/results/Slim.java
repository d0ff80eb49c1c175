/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results;

import io.carryover.contracts.job.Provenance;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.Score;
import io.carryover.results.board.Measured;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes results small: what boards don't show, such as curves, is left out, and what many results have in common is kept
 * once. Not for several threads at once.
 */
final class Slim {
    private final Map<Object, Object> seen = new HashMap<>();

    /** The same result without the output around its score and without the features' provenance. */
    Measured of(Measured full) {
        ResultRecord record = full.record();
        ResultKey key = record.key();
        return new Measured(
                full.id(),
                new ResultRecord(
                        record.version(),
                        new ResultKey(
                                once(key.tenant()),
                                once(key.backbone()),
                                once(key.dataset()),
                                once(key.task()),
                                once(key.metric()),
                                once(key.protocol()),
                                once(key.grid()),
                                key.seed(),
                                once(key.variant())),
                        record.revision(),
                        once(record.backbone()),
                        once(record.dataset()),
                        record.job(),
                        Optional.empty(),
                        record.artifacts(),
                        provenance(record.provenance()),
                        Optional.empty(),
                        record.at()),
                score(full.score()),
                once(full.rowKey()),
                once(full.columnId()));
    }

    private Provenance provenance(Provenance of) {
        return new Provenance(
                once(of.variant()),
                of.threads(),
                once(of.codeVersion()),
                once(of.worker()),
                once(of.host()),
                of.startedAt(),
                of.took());
    }

    private Score score(Score of) {
        return new Score(
                once(of.metric()),
                of.value(),
                once(of.unit()),
                of.higherIsBetter(),
                of.n(),
                new Interval(of.ci95().lo(), of.ci95().hi(), once(of.ci95().method())),
                once(of.seeds()));
    }

    /** The first that was equal to it. */
    @SuppressWarnings("unchecked") // what is found is equal to what is asked for, so of its class
    private <T> T once(T value) {
        Object first = seen.putIfAbsent(value, value);
        return first == null ? value : (T) first;
    }
}
