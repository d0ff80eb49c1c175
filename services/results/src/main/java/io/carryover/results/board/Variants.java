/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which variants a board shows: one for all columns, and where a column was never measured with that, as fine-tuning never is with an engine that
 * can't train, the column's own.
 *
 * @param id text form of the variant for all columns
 * @param shown results of these variants, and those for which no network ran
 * @param own text forms of other variants that are shown, in order
 * @param others variants of which a result isn't shown, in order
 */
record Variants(String id, List<Measured> shown, List<String> own, List<String> others) {

    /** @param wanted the only variant to show */
    static Variants choose(List<Measured> results, Optional<String> wanted) {
        List<Measured> measured = results.stream().filter(Measured::fromNetwork).toList();
        String id = wanted.or(() -> mostFrequent(measured)).orElse("none");
        Map<String, String> ofColumn = new HashMap<>();
        if (wanted.isEmpty()) {
            measured.stream().collect(Collectors.groupingBy(Measured::columnId)).forEach((column, here) -> {
                if (here.stream().noneMatch(m -> idOf(m).equals(id))) {
                    mostFrequent(here).ifPresent(own -> ofColumn.put(column, own));
                }
            });
        }
        Predicate<Measured> stands = m -> !m.fromNetwork() || idOf(m).equals(ofColumn.getOrDefault(m.columnId(), id));
        return new Variants(
                id,
                results.stream().filter(stands).toList(),
                List.copyOf(new TreeSet<>(ofColumn.values())),
                measured.stream()
                        .filter(stands.negate())
                        .map(Variants::idOf)
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static Optional<String> mostFrequent(List<Measured> measured) {
        Map<String, Long> counts =
                measured.stream().collect(Collectors.groupingBy(Variants::idOf, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.<String, Long>comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static String idOf(Measured measured) {
        return measured.record().key().variant().id();
    }
}
