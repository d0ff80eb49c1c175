/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.Side;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.results.board.Measured;
import io.carryover.results.board.RowLabels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A backbone as somebody named it, with all its results.
 *
 * @param key tells rows of the board apart
 */
record Chosen(String key, String name, List<Measured> results) {
    /** As the board calls backbones that share a name: {@code resnet (0123456789ab)}. */
    private static final Pattern TAGGED = Pattern.compile("(.+) \\(([0-9a-f]{12}|control)\\)");

    /**
     * Finds a backbone by its name, or by what the board calls it.
     *
     * @param byName every standing result of a name
     * @throws CarryoverException UNKNOWN_BACKBONE where nothing of it was measured, INVALID_REQUEST where two share the name
     */
    static Chosen of(String asked, Function<String, List<Measured>> byName) {
        Map<String, List<Measured>> rows = rows(byName.apply(asked));
        Matcher tagged = TAGGED.matcher(asked);
        if (rows.isEmpty() && tagged.matches()) {
            rows = rows(byName.apply(tagged.group(1)));
            rows.keySet().removeIf(row -> !RowLabels.tag(row).equals(tagged.group(2)));
        }
        if (rows.isEmpty()) {
            throw new CarryoverException(ErrorCode.UNKNOWN_BACKBONE, "no result of a backbone '%s'".formatted(asked));
        }
        if (rows.size() > 1) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "%d backbones are called '%s': say which, %s"
                            .formatted(
                                    rows.size(),
                                    asked,
                                    rows.keySet().stream()
                                            .map(row -> "'%s (%s)'".formatted(asked, RowLabels.tag(row)))
                                            .collect(Collectors.joining(" or "))));
        }
        var row = rows.entrySet().iterator().next();
        return new Chosen(row.getKey(), asked, row.getValue());
    }

    private static Map<String, List<Measured>> rows(List<Measured> results) {
        return results.stream().collect(Collectors.groupingBy(Measured::rowKey, TreeMap::new, Collectors.toList()));
    }

    Side side() {
        var facts = results.getFirst().record().backbone();
        return new Side(name, facts.origin(), facts.recipe(), tensors());
    }

    /** Digest of the loaded tensors, where all results have the same one. */
    Optional<Sha256> tensors() {
        return Measured.tensors(results);
    }
}
