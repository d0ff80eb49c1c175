/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.Optional;

/** timm's {@code resnet…d} and their like: recognised, so that the refusal can say why. */
record DeepStemLayout() implements Layout {
    private static final String STEM = "conv1.0.weight";

    @Override
    public String id() {
        return "deep-stem";
    }

    @Override
    public String evidence() {
        return "a tensor %s of 3 input channels".formatted(STEM);
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.groups().entrySet().stream().anyMatch(group -> group.getValue().keySet().stream()
                .anyMatch(
                        name -> (name.equals(STEM) || name.endsWith("." + STEM)) && raw.hasStem(group.getKey(), name)));
    }

    @Override
    public Optional<String> unsupported(RawCheckpoint raw) {
        return Optional.of("a residual network with a stem of three convolutions (conv1.0, conv1.3, conv1.6: timm's"
                + " resnet50d and its like); Carryover builds the stem of one 7x7 convolution only");
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        return new Translation();
    }
}
