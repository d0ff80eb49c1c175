/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.List;

/** The registry of layouts. */
final class Layouts {
    /** Every layout, in the order of trial. Sources: the repositories named by their ids, and their released files. */
    static final List<Layout> ALL = List.of(
            new TensorflowSimclrLayout(),
            new HaikuByolLayout(),
            new PrefixedLayout("moco", "state_dict", "module.encoder_q."),
            new PrefixedLayout("moco-single", "state_dict", "encoder_q."),
            new PrefixedLayout("pycontrast", "model", "module.encoder."),
            new PrefixedLayout("pycontrast-ema", "model_ema", "encoder."),
            new PrefixedLayout("swav", "", "module."),
            new PrefixedLayout("state-dict-module", "state_dict", "module."),
            new PrefixedLayout("state-dict-backbone", "state_dict", "backbone."),
            new PrefixedLayout("state-dict-encoder", "state_dict", "encoder."),
            new PrefixedLayout("state-dict", "state_dict", ""),
            new PrefixedLayout("model-module", "model", "module."),
            new PrefixedLayout("model", "model", ""),
            new PrefixedLayout("torchvision", "", ""),
            new TransformersLayout(),
            new ConvertedSimclrLayout(),
            new DeepStemLayout());

    private Layouts() {}
}
