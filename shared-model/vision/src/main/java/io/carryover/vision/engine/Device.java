/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an engine should compute. */
public sealed interface Device {
    /** The best there is. */
    record Auto() implements Device {}

    /** The processor. */
    record Cpu() implements Device {}

    /** The GPU of this number. */
    record Cuda(int index) implements Device {}

    /**
     * {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}.
     *
     * @throws CarryoverException INVALID_REQUEST for anything else
     */
    static Device parse(String text) {
        Matcher cuda = Pattern.compile("cuda(?::([0-9]{1,2}))?").matcher(text);
        if (text.equals("auto")) {
            return new Auto();
        }
        if (text.equals("cpu")) {
            return new Cpu();
        }
        if (cuda.matches()) {
            return new Cuda(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
        }
        throw new CarryoverException(
                ErrorCode.INVALID_REQUEST, "device %s is none of auto, cpu, cuda:N".formatted(text));
    }
}
