/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which error code a thrown thing stands for. */
final class Failures {
    private static final int LONGEST = 500;

    private Failures() {}

    static ErrorCode code(Throwable thrown) {
        for (@Nullable Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CarryoverException known) {
                return known.code();
            }
            if (t instanceof OutOfMemoryError || saysOutOfMemory(t)) {
                return ErrorCode.OUT_OF_MEMORY;
            }
            String message = String.valueOf(t.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return ErrorCode.DISK_FULL;
            }
        }
        return ErrorCode.INTERNAL;
    }

    /** One line for people. */
    static String message(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        String line = thrown instanceof CarryoverException
                ? message
                : thrown.getClass().getSimpleName() + ": " + message;
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** Native engines say so in words. */
    private static boolean saysOutOfMemory(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
