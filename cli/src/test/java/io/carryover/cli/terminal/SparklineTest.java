/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    @Test
    void lowestIsLowAndHighestIsHigh() {
        List<Double> values = List.of(10.0, 90.0, 50.0, 49.9);

        assertThat(Sparkline.of(values, StandardCharsets.UTF_8)).isEqualTo("▁█▅▄");
        assertThat(Sparkline.of(values, StandardCharsets.US_ASCII)).isEqualTo("_#=~");
    }

    @Test
    void equalValuesAreNeitherLowNorHighAndNoneAreNothing() {
        assertThat(Sparkline.of(List.of(3.0, 3.0), StandardCharsets.UTF_8)).isEqualTo("▅▅");
        assertThat(Sparkline.of(List.of(), StandardCharsets.UTF_8)).isEmpty();
    }
}
