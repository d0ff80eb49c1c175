/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.client;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The key that requests carry: {@code CARRYOVER_KEY}, or what the file {@code CARRYOVER_KEY_FILE} holds. */
public final class CallerKey {
    private CallerKey() {}

    /**
     * Empty where neither is set.
     *
     * @throws CarryoverException NOT_FOUND where the file can't be read; INVALID_REQUEST for what can't stand in a header
     */
    public static Optional<String> of(Map<String, String> environment) {
        return said(environment, "CARRYOVER_KEY")
                .or(() -> said(environment, "CARRYOVER_KEY_FILE").map(CallerKey::read))
                .map(CallerKey::checked);
    }

    private static Optional<String> said(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "CARRYOVER_KEY_FILE names no readable file: " + file, e);
        }
    }

    /** The key itself stands in no message. */
    private static String checked(String key) {
        if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "CARRYOVER_KEY or the file of CARRYOVER_KEY_FILE holds no key");
        }
        return key;
    }
}
