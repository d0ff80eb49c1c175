/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemIT {
    @TempDir
    Path home = Path.of("");

    @Test
    void whereNothingRunsItSaysSo() {
        assertThatThrownBy(() -> LocalSystem.find(Map.of("CARRYOVER_HOME", home.toString())))
                .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.GATEWAY_UNREACHABLE));
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        for (String url : new String[] {"localhost:8080", "ftp://x", "http://", "not an address"}) {
            assertThatThrownBy(() -> LocalSystem.find(Map.of("CARRYOVER_URL", url)))
                    .hasMessage("CARRYOVER_URL is no address like http://127.0.0.1:8080: " + url)
                    .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.INVALID_REQUEST));
        }
    }

    @Test
    void aSystemThatDoesNotStartSaysWhy() throws IOException {
        Files.writeString(home.resolve("says"), "FAILED PORT_IN_USE port 8080 is in use");

        assertThatThrownBy(this::findOrStart).hasMessage("port 8080 is in use").satisfies(e -> assertThat(code(e))
                .isEqualTo(ErrorCode.PORT_IN_USE));
    }

    @Test
    void aSystemThatEndsWithoutAWordPointsToItsLog() throws IOException {
        Files.writeString(home.resolve("says"), "");

        assertThatThrownBy(this::findOrStart)
                .hasMessage("the system ended before it was ready; its log is " + home.resolve("logs/standalone.log"));
    }

    @Test
    void whoeverStartedItEndsItAndAnotherCommandStartsItAgain() throws IOException {
        LocalSystem owner = findOrStart();
        LocalSystem guest = findOrStart();
        assertThat(owner.ownsIt()).isTrue();
        assertThat(guest.ownsIt()).isFalse();
        assertThat(guest.client().base()).isEqualTo(owner.client().base());
        guest.close();
        assertThat(Home.of(Map.of("CARRYOVER_HOME", home.toString())).runningAt())
                .isPresent();

        owner.close();

        assertThat(Home.of(Map.of("CARRYOVER_HOME", home.toString())).runningAt())
                .isEmpty();
        assertThat(guest.revive()).isTrue();
        assertThat(guest.ownsIt()).isTrue();
        assertThat(guest.client().base()).isNotEqualTo(owner.client().base());
        guest.close();
        assertThat(Home.of(Map.of("CARRYOVER_HOME", home.toString())).runningAt())
                .isEmpty();
    }

    private LocalSystem findOrStart() throws IOException {
        return LocalSystem.findOrStart(FakeStandalone.environment(home), Optional.empty(), _ -> {});
    }

    private static ErrorCode code(Throwable failure) {
        return ((CarryoverException) failure).code();
    }
}
