/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HomeErrorsTest {
    private static final Path HOME = Path.of("/data/carryover");

    @Test
    void aFullDiskIsTold() {
        CarryoverException full = HomeErrors.unusable(
                HOME, new FileSystemException("/data/carryover/lock", null, "No space left on device"));

        assertThat(full.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(full)
                .hasMessage(
                        "the data folder /data/carryover can't be used: no space left on device at /data/carryover/lock");
    }

    @Test
    void anythingElseIsAFolderThatCanNotBeWritten() {
        assertThat(HomeErrors.unusable(HOME, new AccessDeniedException("/data")).code())
                .isEqualTo(ErrorCode.HOME_NOT_WRITABLE);
        assertThat(HomeErrors.unusable(HOME, new AccessDeniedException("/data")))
                .hasMessage("the data folder /data/carryover can't be used: no right to write /data");
        assertThat(HomeErrors.unusable(HOME, new FileAlreadyExistsException("/data")))
                .hasMessage("the data folder /data/carryover can't be used: /data is a file");
        assertThat(HomeErrors.unusable(HOME, new FileSystemException("/data", null, "Read-only file system")))
                .hasMessage("the data folder /data/carryover can't be used: read-only file system at /data");
        assertThat(HomeErrors.unusable(HOME, new IOException("odd")))
                .hasMessage("the data folder /data/carryover can't be used: odd");
    }

    @Test
    void fullnessMayBeTheCauseOfACause() {
        var deep = new IllegalStateException(new UncheckedIOException(new IOException("x: No space left on device")));

        assertThat(HomeErrors.isFull(deep)).isTrue();
        assertThat(HomeErrors.isFull(new IOException("gone"))).isFalse();
    }
}
