/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.vision.Normalisation;
import java.util.Optional;

/**
 * Where a publisher puts the backbone's tensors in a file, and how their names become torchvision's. Layouts are tried in
 * the order of {@link Layouts}; the first whose evidence is there is taken.
 */
public sealed interface Layout
        permits PrefixedLayout,
                DeepStemLayout,
                TransformersLayout,
                ConvertedSimclrLayout,
                TensorflowSimclrLayout,
                HaikuByolLayout {
    /** The layout of this name. */
    static Optional<Layout> of(String id) {
        return Layouts.ALL.stream().filter(l -> l.id().equals(id)).findFirst();
    }

    /** Its name in reports and options. */
    String id();

    /** What must be in a file of this layout, in words. */
    String evidence();

    /** Whether {@link #evidence} is in the file. */
    boolean fits(RawCheckpoint raw);

    /** Why files of this layout hold a network that can't be loaded, if so. */
    default Optional<String> unsupported(RawCheckpoint raw) {
        return Optional.empty();
    }

    /** What the layout makes of each name of the file. */
    Translation translate(RawCheckpoint raw);

    /** How the networks of this layout want their input. */
    default Advice advice() {
        return new Advice(
                Normalisation.IMAGENET,
                "the layout's networks were trained on normalised images; the file itself does not say");
    }

    /** A normalisation and why it is the one. */
    record Advice(Normalisation normalisation, String reason) {}
}
