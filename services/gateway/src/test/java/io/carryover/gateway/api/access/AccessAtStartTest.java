/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AccessAtStartTest {
    @Test
    void whoIsReachedByOthersAsksWhoTheyAre() {
        assertThatThrownBy(() -> AccessAtStart.check(false, false))
                .hasMessageContaining("asks nobody who he is")
                .hasMessageContaining("carryover.gateway.auth.keys=true");
        assertThatCode(() -> AccessAtStart.check(false, true)).doesNotThrowAnyException();
        assertThatCode(() -> AccessAtStart.check(true, false)).doesNotThrowAnyException();
    }
}
