/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExtractionProgressTest {
    @Test
    void saysRateAndTimeLeft() {
        assertThat(ExtractionProgress.line(640, 20_000, 40))
                .isEqualTo("640 of 20000 images, 16.0 images/s, 20 min left");
        assertThat(ExtractionProgress.line(19_000, 20_000, 190)).endsWith("100.0 images/s, 10 s left");
        assertThat(ExtractionProgress.line(0, 20_000, 1)).startsWith("0 of 20000 images, 0.0 images/s");
    }
}
