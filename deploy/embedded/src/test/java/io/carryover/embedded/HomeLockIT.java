/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockIT {
    private final Path folder;

    HomeLockIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void namesTheHolderAndItsPortToWhoeverComesSecond() {
        Path home = folder.resolve("home");
        try (HomeLock lock = HomeLock.take(home)) {
            lock.announce(8080);
            assertThatExceptionOfType(CarryoverException.class)
                    .isThrownBy(() -> HomeLock.take(home))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.HOME_LOCKED))
                    .withMessageContaining("process " + ProcessHandle.current().pid() + ", port 8080");
        }
    }

    @Test
    void canBeTakenAgainAfterItsRelease() {
        HomeLock.take(folder.resolve("home")).close();
        HomeLock.take(folder.resolve("home")).close();
        assertThat(folder.resolve("home/holder")).doesNotExist();
    }

    @Test
    void aFailedTakeDoesNotDropTheLockOfTheHolder() throws Exception {
        Path home = folder.resolve("home");
        try (HomeLock lock = HomeLock.take(home)) {
            assertThatExceptionOfType(CarryoverException.class).isThrownBy(() -> HomeLock.take(home));
            assertThat(Standing.run(home).waitForEnd()).contains("HOME_LOCKED");
            assertThat(lock.home()).isEqualTo(home.toRealPath());
        }
    }

    @Test
    void keepsAFreshHomeToItsOwner() throws Exception {
        try (HomeLock lock = HomeLock.take(folder.resolve("a/home"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.home())))
                    .isEqualTo("rwx------");
        }
    }
}
