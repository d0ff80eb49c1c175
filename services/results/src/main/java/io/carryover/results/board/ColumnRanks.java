/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ranks within one column: 1 is best; entries that print equal share the average of the places they take. Entries of
 * equal weights that print equal were measured once, so they take one place together.
 */
final class ColumnRanks {
    /**
     * One row's score in this column.
     *
     * @param weights what tells one measured network from another: digest of its tensors, or the row itself
     */
    record Entry(String row, BigDecimal printed, String weights) {}

    private ColumnRanks() {}

    /** Rank of each row. */
    static Map<String, Double> of(List<Entry> entries, boolean higherIsBetter) {
        Comparator<BigDecimal> bestFirst = higherIsBetter ? Comparator.reverseOrder() : Comparator.naturalOrder();
        TreeMap<BigDecimal, Map<String, List<String>>> byScore = new TreeMap<>(bestFirst);
        for (Entry entry : entries) {
            byScore.computeIfAbsent(entry.printed(), score -> new LinkedHashMap<>())
                    .computeIfAbsent(entry.weights(), weights -> new ArrayList<>())
                    .add(entry.row());
        }
        Map<String, Double> ranks = new HashMap<>();
        int before = 0;
        for (Map<String, List<String>> tied : byScore.values()) {
            double rank = before + (tied.size() + 1) / 2.0;
            tied.values().forEach(rows -> rows.forEach(row -> ranks.put(row, rank)));
            before += tied.size();
        }
        return ranks;
    }
}
