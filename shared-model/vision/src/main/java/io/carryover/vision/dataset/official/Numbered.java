/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Names of classes in the order of their bytes, as Python sorts text, with their numbers. */
final class Numbered {
    private final List<String> names;
    private final Map<String, Integer> numbers = new HashMap<>();

    private Numbered(List<String> names) {
        this.names = names;
        names.forEach(name -> numbers.put(name, numbers.size()));
    }

    /** Each name once, sorted. */
    static Numbered sorted(Collection<String> names) {
        return new Numbered(new ArrayList<>(new TreeSet<>(names)));
    }

    /** In the order given. */
    static Numbered asGiven(List<String> names) {
        return new Numbered(List.copyOf(names));
    }

    List<String> names() {
        return names;
    }

    /** -1 where there is no such class. */
    int of(String name) {
        return numbers.getOrDefault(name, -1);
    }
}
