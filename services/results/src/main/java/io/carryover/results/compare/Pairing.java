/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.result.ResultKey;
import io.carryover.results.board.Measured;
import io.carryover.results.board.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which results of two backbones stand for the same task: same dataset, task, metric, protocol and version, grid, and
 * features by the same engine, precision and device. Results without a network have no engine and meet those of any.
 *
 * @param leftOut results of the one that have no counterpart of the other, in words
 */
record Pairing(List<Pair> pairs, List<String> leftOut) {

    /** Both sides of one task; several results of a side are its seeds. */
    record Pair(String variant, List<Measured> a, List<Measured> b) {
        ResultKey key() {
            return a.getFirst().record().key();
        }
    }

    static Pairing of(String nameA, List<Measured> a, String nameB, List<Measured> b) {
        Map<String, List<Measured>> ofA = byColumn(a);
        Map<String, List<Measured>> ofB = byColumn(b);
        TreeSet<String> columns = new TreeSet<>(ofA.keySet());
        columns.addAll(ofB.keySet());
        List<Pair> pairs = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String column : columns) {
            List<Measured> hereA = ofA.getOrDefault(column, List.of());
            List<Measured> hereB = ofB.getOrDefault(column, List.of());
            List<Pair> matched = matched(hereA, hereB);
            pairs.addAll(matched);
            if (matched.isEmpty()) {
                leftOut.add(why(nameA, hereA, nameB, hereB));
            }
        }
        pairs.sort(ORDER);
        leftOut.sort(Comparator.naturalOrder());
        return new Pairing(List.copyOf(pairs), List.copyOf(leftOut));
    }

    private static final Comparator<Pair> ORDER = Comparator.comparing((Pair pair) ->
                    !pair.a().getFirst().record().dataset().role().equals("source"))
            .thenComparing(pair -> pair.a().getFirst().record().dataset().name())
            .thenComparing(pair -> Words.order(pair.key().task()))
            .thenComparing(pair -> pair.key().protocol().id(), Comparator.reverseOrder())
            .thenComparing(pair -> pair.a().getFirst().columnId())
            .thenComparing(Pair::variant);

    private static Map<String, List<Measured>> byColumn(List<Measured> results) {
        return results.stream().collect(Collectors.groupingBy(Measured::columnId));
    }

    private static List<Pair> matched(List<Measured> a, List<Measured> b) {
        Map<String, List<Measured>> ofA = byVariant(a);
        Map<String, List<Measured>> ofB = byVariant(b);
        List<Pair> pairs = new ArrayList<>();
        ofA.forEach((variantA, seedsA) -> ofB.forEach((variantB, seedsB) -> {
            boolean networkA = seedsA.getFirst().fromNetwork();
            boolean networkB = seedsB.getFirst().fromNetwork();
            if (variantA.equals(variantB) || !networkA || !networkB) {
                pairs.add(new Pair(networkA ? variantA : variantB, seedsA, seedsB));
            }
        }));
        return pairs;
    }

    private static Map<String, List<Measured>> byVariant(List<Measured> results) {
        return results.stream()
                .collect(
                        Collectors.groupingBy(m -> m.record().key().variant().id(), TreeMap::new, Collectors.toList()));
    }

    private static String why(String nameA, List<Measured> a, String nameB, List<Measured> b) {
        Measured any = Stream.concat(a.stream(), b.stream()).findFirst().orElseThrow();
        ResultKey key = any.record().key();
        String what = "%s %s%s, %s, protocol %s"
                .formatted(
                        any.record().dataset().name(),
                        Words.task(key.task()),
                        Words.grid(key.grid()),
                        Words.metric(key.metric()),
                        key.protocol().id());
        Optional<String> only = a.isEmpty() ? Optional.of(nameB) : b.isEmpty() ? Optional.of(nameA) : Optional.empty();
        return only.map(name -> "%s: only %s has it".formatted(what, name))
                .orElseGet(() -> "%s: features of %s by %s, of %s by %s"
                        .formatted(what, nameA, variants(a), nameB, variants(b)));
    }

    private static String variants(List<Measured> results) {
        return String.join(" and ", byVariant(results).keySet());
    }
}
