/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What it means that the data folder of a system on one machine can't be used. */
public final class HomeErrors {
    private HomeErrors() {}

    /** DISK_FULL where {@code cause} is about space, else HOME_NOT_WRITABLE; the message names folder and reason. */
    public static CarryoverException unusable(Path home, IOException cause) {
        ErrorCode code = isFull(cause) ? ErrorCode.DISK_FULL : ErrorCode.HOME_NOT_WRITABLE;
        return new CarryoverException(
                code, "the data folder %s can't be used: %s".formatted(home, reason(cause)), cause);
    }

    /** Whether {@code failure} or what caused it says that a disk is full. */
    public static boolean isFull(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage());
            if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case FileAlreadyExistsException e -> e.getFile() + " is a file";
            case AccessDeniedException e -> "no right to write " + e.getFile();
            case FileSystemException e ->
                Optional.ofNullable(e.getReason())
                                .map(reason -> reason.toLowerCase(Locale.ROOT))
                                .orElse("it failed") + " at " + e.getFile();
            default -> String.valueOf(cause.getMessage());
        };
    }
}
