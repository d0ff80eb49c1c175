/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

import java.util.Objects;

/** The one exception that carries an {@link ErrorCode}: its message says what happened, the code what to do. */
public final class CarryoverException extends RuntimeException {
    private final ErrorCode code;

    /**
     * @param code decides retry, status and remedy
     * @param message one line for a person, naming the thing that is wrong (a file, a tensor, a field)
     */
    public CarryoverException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    /** As above, keeping what it was caused by for the log; users never see the cause. */
    public CarryoverException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    /** The code that stands for this failure everywhere. */
    public ErrorCode code() {
        return code;
    }
}
