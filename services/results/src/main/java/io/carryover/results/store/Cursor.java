/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of results ended: newest first, equal times by id. Clients hand its text back and don't look into it. */
public record Cursor(Instant at, String id) {
    /** Text for {@code ?cursor=}. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws CarryoverException INVALID_REQUEST when it isn't one of ours */
    public static Cursor parse(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            return new Cursor(Instant.parse(plain.substring(0, Math.max(0, space))), plain.substring(space + 1));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "not a cursor of this list: '" + text + "'", e);
        }
    }
}
