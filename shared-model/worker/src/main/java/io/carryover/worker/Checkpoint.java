/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * State of a job after a step, from which another attempt can go on.
 *
 * @param step how many steps it holds
 * @param files by name, on local disk, checked
 */
public record Checkpoint(long step, SortedMap<String, Path> files) {
    public Checkpoint {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
