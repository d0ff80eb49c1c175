/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which variant a board shows.
 *
 * @param id text form of the variant
 * @param shown results of that variant, and those for which no network ran
 * @param others variants that were measured too, in order
 */
record Variants(String id, List<Measured> shown, List<String> others) {

    static Variants choose(List<Measured> results, Optional<String> wanted) {
        Map<String, Long> counts = results.stream()
                .filter(Measured::fromNetwork)
                .collect(Collectors.groupingBy(Variants::idOf, TreeMap::new, Collectors.counting()));
        String id = wanted.or(() -> counts.entrySet().stream()
                        .max(Map.Entry.<String, Long>comparingByValue()
                                .thenComparing(Map.Entry.<String, Long>comparingByKey(Comparator.reverseOrder())))
                        .map(Map.Entry::getKey))
                .orElse("none");
        List<Measured> shown = results.stream()
                .filter(m -> !m.fromNetwork() || idOf(m).equals(id))
                .toList();
        return new Variants(
                id, shown, counts.keySet().stream().filter(v -> !v.equals(id)).toList());
    }

    private static String idOf(Measured measured) {
        return measured.record().key().variant().id();
    }
}
