/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;

/**
 * An RFC 9457 problem document, media type {@code application/problem+json}.
 *
 * @param detail what happened, one line
 * @param remedy what to do
 */
public record Problem(String type, String title, int status, String detail, String code, String remedy) {
    /** The document for this failure. */
    public static Problem of(CarryoverException failure) {
        return of(failure.code(), String.valueOf(failure.getMessage()));
    }

    /** The document for this code. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(
                "urn:carryover:error:" + code.name(),
                code.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT),
                code.httpStatus(),
                detail,
                code.name(),
                code.remedy());
    }
}
