/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.stats.Interval;
import io.carryover.protocols.stats.SignedRank;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models ranked over settings. All lists of numbers are in the order of {@code models}.
 *
 * @param models that have every score that counts: the common support
 * @param leftOut models that lack one, with the first that they lack; nothing is put in its place
 * @param sources ranks in the columns of pretraining's dataset, by column; never part of the mean
 * @param overall over all settings; nothing where there is none
 * @param withoutSegmentation over all but segmentation, where that is one of several
 * @param pairs of models compared over the datasets of each setting with at least two
 */
public record Ranking(
        List<String> models,
        Map<String, String> leftOut,
        List<RankedSetting> settings,
        Map<String, List<Double>> sources,
        Optional<Overall> overall,
        Optional<Overall> withoutSegmentation,
        List<Pair> pairs) {
    public Ranking {
        models = List.copyOf(models);
        settings = List.copyOf(settings);
        pairs = List.copyOf(pairs);
    }

    /** Mean ranks over settings, and their intervals over the choice of datasets. */
    public record Overall(List<Double> meanRanks, List<Interval> intervals) {
        public Overall {
            meanRanks = List.copyOf(meanRanks);
            intervals = List.copyOf(intervals);
        }
    }

    /**
     * Two models over the datasets of a setting.
     *
     * @param better by the mean over datasets, which has no less
     * @param test Wilcoxon's, of the differences on each dataset
     * @param adjusted its p after Holm, in the family of all pairs of the setting
     */
    public record Pair(
            TransferSetting setting,
            String better,
            String worse,
            double meanDifference,
            SignedRank test,
            double adjusted) {}
}
