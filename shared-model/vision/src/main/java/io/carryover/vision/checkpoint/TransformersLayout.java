/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static io.carryover.vision.checkpoint.Renames.number;

import java.util.Map;
import java.util.Optional;

/**
 * Names of Hugging Face's {@code transformers}, models {@code resnet}: with the prefix {@code resnet.} of a classifier or
 * without. Source: {@code src/transformers/models/resnet/modeling_resnet.py}.
 */
record TransformersLayout() implements Layout {
    private static final String STEM = "embedder.embedder.convolution.weight";
    private static final String PREFIX = "resnet.";
    private static final String LAYER = "encoder\\.stages\\.([0-3])\\.layers\\.(\\d{1,3})\\.";
    private static final Renames NAMES = new Renames()
            .rule("embedder\\.embedder\\.convolution\\.weight", m -> "conv1.weight")
            .rule("embedder\\.embedder\\.normalization\\.(\\w+)", m -> "bn1." + m.group(1))
            .rule(LAYER + "shortcut\\.convolution\\.weight", m -> "layer%d.%d.downsample.0.weight"
                    .formatted(number(m, 1, 1), number(m, 2, 0)))
            .rule(LAYER + "shortcut\\.normalization\\.(\\w+)", m -> "layer%d.%d.downsample.1.%s"
                    .formatted(number(m, 1, 1), number(m, 2, 0), m.group(3)))
            .rule(LAYER + "layer\\.([0-2])\\.convolution\\.weight", m -> "layer%d.%d.conv%d.weight"
                    .formatted(number(m, 1, 1), number(m, 2, 0), number(m, 3, 1)))
            .rule(LAYER + "layer\\.([0-2])\\.normalization\\.(\\w+)", m -> "layer%d.%d.bn%d.%s"
                    .formatted(number(m, 1, 1), number(m, 2, 0), number(m, 3, 1), m.group(4)));

    @Override
    public String id() {
        return "transformers";
    }

    @Override
    public String evidence() {
        return "a tensor %s or %s%s of 3 input channels in its top level".formatted(STEM, PREFIX, STEM);
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.hasStem("", STEM) || raw.hasStem("", PREFIX + STEM);
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        Translation translation = new Translation();
        for (Map.Entry<String, StoredTensor> tensor : raw.group("").entrySet()) {
            String name = tensor.getKey();
            Optional<String> target = NAMES.of(name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name);
            target.ifPresentOrElse(
                    t -> translation.named(name, t, tensor.getValue()),
                    () -> translation.other(name, tensor.getValue()));
        }
        translation.companyOutside(raw, "");
        return translation;
    }
}
