/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.stats.Interval;
import java.util.List;

/** The score of decision values that something else than the probe made: a fine-tuned network's. */
public final class ScoredLogits {
    private final float[] logits;
    private final Scores scores;
    private final SplitScorer scorer;

    /**
     * Keeps {@code logits}; nobody may write to them afterwards.
     *
     * @param logits [N,K] row after row
     * @param labels [N] or [N,K]
     * @param protocol whose details of the metric count
     * @throws CarryoverException DEGENERATE_FEATURES where one is not finite, INVALID_REQUEST where metric and labels don't fit
     */
    public ScoredLogits(float[] logits, Labels labels, int classes, LinearMetric metric, LinearProtocol protocol) {
        if (logits.length != Math.multiplyExact(labels.size(), classes)) {
            throw new IllegalArgumentException(
                    "%d decision values of %d images and %d classes".formatted(logits.length, labels.size(), classes));
        }
        for (int i = 0; i < logits.length; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new CarryoverException(
                        ErrorCode.DEGENERATE_FEATURES,
                        "the decision value of image %d for class %d is %s"
                                .formatted(i / classes, i % classes, logits[i]));
            }
        }
        this.logits = logits;
        this.scorer = new SplitScorer(metric, protocol, labels, classes);
        this.scores = Scores.of(logits, labels.size(), classes);
    }

    /** N. */
    public int size() {
        return scores.rows();
    }

    /** [N,K] row after row; not to be written to. */
    public float[] logits() {
        return logits;
    }

    /** [N] or [N,K]. */
    public Labels labels() {
        return scorer.labels();
    }

    /** The metric in percent, over the classes that have an image. */
    public double value() {
        return scorer.value(scores);
    }

    /**
     * The 95 % interval: Wilson for top-1, else a bootstrap over images.
     *
     * @param seed of the bootstrap
     */
    public Interval interval(long seed) {
        return scorer.interval(scores, seed);
    }

    /** What a reader of the number should know of the split. */
    public List<String> warnings(String split) {
        int absent = scorer.absent().length;
        return absent == 0
                ? List.of()
                : List.of("%s lacks %d of %d classes: its mean is over the others"
                        .formatted(split, absent, scorer.classes()));
    }
}
