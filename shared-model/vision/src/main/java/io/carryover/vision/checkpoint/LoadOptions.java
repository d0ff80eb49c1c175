/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.ResNet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to load a checkpoint.
 *
 * @param layout the layout to take; empty to find it
 * @param architecture the only family that is accepted; empty for ResNet-50, and for the others where they were trained
 * @param width the only width that is accepted; empty for any
 */
public record LoadOptions(Optional<Layout> layout, Optional<ResNet.Family> architecture, OptionalInt width) {
    /** Finds layout and architecture. */
    public static final LoadOptions DEFAULT = new LoadOptions(Optional.empty(), Optional.empty(), OptionalInt.empty());

    /** What {@link #parse} takes for "find it". */
    public static final String AUTO = "auto";

    private static final Pattern NAME = Pattern.compile("([a-z0-9]+?)(?:w([1-9]\\d{0,3}))?");

    /** Accepts one family, of any width. */
    public LoadOptions(Optional<Layout> layout, ResNet.Family architecture) {
        this(layout, Optional.of(architecture), OptionalInt.empty());
    }

    /**
     * Options from text.
     *
     * @param layout an id of {@link Layout}, or {@code auto}
     * @param architecture such as {@code resnet50} or {@code resnet50w8}, or {@code auto}
     * @throws CarryoverException INVALID_REQUEST for an unknown name
     */
    public static LoadOptions parse(String layout, String architecture) {
        Optional<Layout> chosen = Layout.of(layout);
        if (chosen.isEmpty() && !layout.equals(AUTO)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "there is no layout %s; known are auto, %s"
                            .formatted(
                                    Printable.of(layout),
                                    String.join(
                                            ", ",
                                            Layouts.ALL.stream().map(Layout::id).toList())));
        }
        if (architecture.equals(AUTO)) {
            return new LoadOptions(chosen, Optional.empty(), OptionalInt.empty());
        }
        Matcher name = NAME.matcher(architecture);
        Optional<ResNet.Family> family = name.matches() ? ResNet.Family.of(name.group(1)) : Optional.empty();
        if (family.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "there is no architecture %s; known are resnet18, resnet34, resnet50, resnet101 and resnet152, each also with its width (resnet50w64)"
                            .formatted(Printable.of(architecture)));
        }
        String width = name.group(2);
        return new LoadOptions(
                chosen, family, width == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(width)));
    }
}
