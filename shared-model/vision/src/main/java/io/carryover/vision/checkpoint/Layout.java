/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * Where the backbone's tensors stand in a checkpoint: in which dictionary, under which prefix. More specific layouts
 * stand first; the first whose stem is present is taken.
 *
 * @param id name for reports and {@code --layout}
 * @param group key of the dictionary at the top level, or {@code ""} for the top level itself
 * @param prefix what stands before torchvision's names
 */
public record Layout(String id, String group, String prefix) {
    /** Every layout, in the order of trial. Sources: the repositories named by their ids, and their released files. */
    public static final List<Layout> ALL = List.of(
            new Layout("moco", "state_dict", "module.encoder_q."),
            new Layout("moco-single", "state_dict", "encoder_q."),
            new Layout("pycontrast", "model", "module.encoder."),
            new Layout("pycontrast-ema", "model_ema", "encoder."),
            new Layout("swav", "", "module."),
            new Layout("state-dict-module", "state_dict", "module."),
            new Layout("state-dict-backbone", "state_dict", "backbone."),
            new Layout("state-dict-encoder", "state_dict", "encoder."),
            new Layout("state-dict", "state_dict", ""),
            new Layout("model-module", "model", "module."),
            new Layout("model", "model", ""),
            new Layout("torchvision", "", ""));

    /** The layout of this name. */
    public static Optional<Layout> of(String id) {
        return ALL.stream().filter(l -> l.id().equals(id)).findFirst();
    }

    /** Whether the file holds a stem under this layout: the evidence that it fits. */
    boolean fits(RawCheckpoint raw) {
        StoredTensor stem = raw.group(group).get(prefix + "conv1.weight");
        return stem != null && stem.shape().size() == 4 && stem.shape().get(1) == 3;
    }
}
