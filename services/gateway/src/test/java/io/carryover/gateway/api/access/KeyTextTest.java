/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    @Test
    void aFreshKeyIsReadBackAndHasADigestOfItsOwn() {
        KeyText key = KeyText.fresh(new SecureRandom());

        assertThat(KeyText.parse(key.text())).contains(key);
        assertThat(key.secret()).as("256 bits").matches("[0-9a-f]{64}");
        assertThat(key.hasDigest(key.digest())).isTrue();
        assertThat(key.hasDigest(KeyText.fresh(new SecureRandom()).digest())).isFalse();
        assertThat(key.digest()).doesNotContain(key.secret());
    }

    @Test
    void itsSecretIsNotPrinted() {
        KeyText key = KeyText.fresh(new SecureRandom());

        assertThat(key.toString()).isEqualTo("co_" + key.id() + "_…");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "co_",
                "co_bootstrap_short",
                "co_UPPER_0123456789012345678901234567890123456789012345678901234567890123",
                "xx_bootstrap_0123456789012345678901234567890123456789012345678901234567890123",
                "co_bootstrap_01234567890123456789012345678901234567890123456789012345678901 3",
            })
    void otherTextsAreNoKeys(String text) {
        assertThat(KeyText.parse(text)).isEmpty();
    }

    @Test
    void anOperatorMayMakeTheFirstByHand() {
        assertThat(KeyText.parse("co_operator_" + "0a".repeat(32))).contains(new KeyText("operator", "0a".repeat(32)));
    }
}
