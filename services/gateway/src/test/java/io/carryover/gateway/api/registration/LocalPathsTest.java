/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPathsTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, auto", "localhost, auto", "::1, auto"})
    void aServerOnLoopbackTakesPaths(String host, String paths) {
        assertThatCode(() -> new LocalPaths(host, paths).check("/data/a.pth")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, auto", "10.1.2.3, auto", "gateway.example, auto", "127.0.0.1, never"})
    void anyOtherRefusesThem(String host, String paths) {
        assertThatExceptionOfType(CarryoverException.class)
                .isThrownBy(() -> new LocalPaths(host, paths).check("/etc/passwd"))
                .withMessage("this server takes no paths of its disk: '/etc/passwd'")
                .matches(refusal -> refusal.code() == ErrorCode.FORBIDDEN_PATH);
    }

    @Test
    void aMistypedSettingStopsTheStart() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new LocalPaths("127.0.0.1", "always"));
    }
}
