/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A checkpoint before a layout is known.
 *
 * @param container how the file is built
 * @param groups tensors by group: {@code ""} is the file's top level, others are its dictionaries, in file order
 * @param placeholders classes that were not interpreted
 * @param topLevel names at the top level, for messages
 */
record RawCheckpoint(
        Container container,
        Map<String, Map<String, StoredTensor>> groups,
        Set<String> placeholders,
        List<String> topLevel) {

    /** Tensors of one group; empty where the file has no such group. */
    Map<String, StoredTensor> group(String name) {
        return groups.getOrDefault(name, new LinkedHashMap<>());
    }

    /** Whether the group has a convolution's weight [out, 3, height, width] of this name: the stem of an image network. */
    boolean hasStem(String group, String name) {
        StoredTensor stem = group(group).get(name);
        return stem != null && stem.shape().size() == 4 && stem.shape().get(1) == 3;
    }
}
