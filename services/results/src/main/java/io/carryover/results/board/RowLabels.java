/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of rows; where two backbones have one name, a piece of the digest tells them apart. */
public final class RowLabels {
    private RowLabels() {}

    static Map<String, String> of(Map<String, List<Measured>> byRow) {
        Map<String, String> names = new HashMap<>();
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        byRow.forEach((row, measured) -> {
            var facts = measured.getFirst().record().backbone();
            String name = facts.origin().equals("control") ? facts.group() : facts.name();
            names.put(row, name);
            if (!seen.add(name)) {
                twice.add(name);
            }
        });
        names.replaceAll((row, name) -> twice.contains(name) ? name + " (" + tag(row) + ")" : name);
        return names;
    }

    /** What tells the row apart from others of its name. */
    public static String tag(String row) {
        return row.startsWith("control:") ? "control" : row.substring(0, 12);
    }
}
