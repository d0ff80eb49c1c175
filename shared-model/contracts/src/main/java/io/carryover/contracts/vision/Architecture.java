/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import java.util.Optional;

/**
 * Family and base width of a network, and what was asked to be different: {@code resnet50} with width 64 is
 * torchvision's, 8 the demo's.
 *
 * @param padding {@code SAME}; left out for plain, so that two equal networks have one name
 */
public record Architecture(String family, int width, Optional<Padding> padding) {
    public Architecture {
        padding = padding.filter(Padding.SAME::equals);
    }

    /** With plain padding. */
    public Architecture(String family, int width) {
        this(family, width, Optional.empty());
    }

    /** The same network with this padding. */
    public Architecture with(Padding other) {
        return new Architecture(family, width, Optional.of(other));
    }

    /** Text form {@code resnet50w8}, {@code resnet50w8-same}. */
    public String id() {
        return family + "w" + width + padding.map(p -> "-" + p.id()).orElse("");
    }
}
