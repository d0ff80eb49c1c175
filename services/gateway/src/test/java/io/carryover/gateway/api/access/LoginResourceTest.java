/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginResourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/evaluations/ev-1", "/compare?a=x&b=y"})
    void aPathOfOursIsGoneTo(String next) {
        assertThat(LoginResource.inside(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a b", "/a\r\nb"})
    void noOtherAddressIs(String next) {
        assertThat(LoginResource.inside(next)).isEqualTo("/");
    }
}
