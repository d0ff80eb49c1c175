/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.ResNet;
import java.util.Optional;

/**
 * How to load a checkpoint.
 *
 * @param layout the layout to take; empty to find it
 * @param architecture the only architecture that is accepted
 */
public record LoadOptions(Optional<Layout> layout, ResNet.Family architecture) {
    /** Finds the layout and accepts ResNet-50 of any width. */
    public static final LoadOptions DEFAULT = new LoadOptions(Optional.empty(), ResNet.Family.RESNET50);

    /**
     * Options from text.
     *
     * @param layout an id of {@link Layout}, or {@code auto}
     * @param architecture such as {@code resnet50}
     * @throws CarryoverException INVALID_REQUEST for an unknown name
     */
    public static LoadOptions parse(String layout, String architecture) {
        Optional<Layout> chosen = Layout.of(layout);
        if (chosen.isEmpty() && !layout.equals("auto")) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "there is no layout %s; known are auto, %s"
                            .formatted(
                                    Printable.of(layout),
                                    String.join(
                                            ", ",
                                            Layout.ALL.stream().map(Layout::id).toList())));
        }
        ResNet.Family family = ResNet.Family.of(architecture)
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.INVALID_REQUEST, "there is no architecture " + Printable.of(architecture)));
        return new LoadOptions(chosen, family);
    }
}
