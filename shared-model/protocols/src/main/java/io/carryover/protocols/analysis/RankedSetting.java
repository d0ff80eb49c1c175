/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.rank.Friedman;
import io.carryover.protocols.rank.SettingScores;
import io.carryover.protocols.stats.Interval;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One setting of a ranking; lists are in the ranking's order of models.
 *
 * @param protocol that its numbers have
 * @param datasets that it averages over, after the shots of each
 * @param leftOut columns that fewer than half of the models have
 * @param scores on the datasets
 * @param ranks of the means, 1 is best
 * @param intervals of the ranks; nothing where no score says how uncertain it is
 * @param heldFixed columns that say nothing about their uncertainty: the intervals take them as they are printed
 * @param friedman whether the models differ over its datasets; of at least two datasets and models
 * @param criticalDifference Nemenyi's, of the same
 * @param caveat what has to stand beside it; empty where nothing has
 */
public record RankedSetting(
        TransferSetting setting,
        String protocol,
        List<String> datasets,
        List<String> leftOut,
        SettingScores scores,
        List<Double> ranks,
        Optional<List<Interval>> intervals,
        List<String> heldFixed,
        Optional<Friedman> friedman,
        OptionalDouble criticalDifference,
        String caveat) {
    public RankedSetting {
        datasets = List.copyOf(datasets);
        leftOut = List.copyOf(leftOut);
        ranks = List.copyOf(ranks);
        intervals = intervals.map(List::copyOf);
        heldFixed = List.copyOf(heldFixed);
    }
}
