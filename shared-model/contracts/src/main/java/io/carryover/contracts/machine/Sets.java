/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sets of the records here: copied, sorted, unchangeable. */
final class Sets {
    private Sets() {}

    static <T> SortedSet<T> frozen(SortedSet<T> set) {
        return set.isEmpty() ? Collections.emptySortedSet() : Collections.unmodifiableSortedSet(new TreeSet<>(set));
    }
}
