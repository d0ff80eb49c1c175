/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/** What a failed write to the local disk means. */
final class DiskErrors {
    private DiskErrors() {}

    static CarryoverException mapped(Path where, IOException e) {
        if (isFull(e)) {
            return new CarryoverException(ErrorCode.DISK_FULL, "no space left for " + where, e);
        }
        return new CarryoverException(ErrorCode.INTERNAL, "could not use " + where + ": " + e.getMessage(), e);
    }

    static boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
