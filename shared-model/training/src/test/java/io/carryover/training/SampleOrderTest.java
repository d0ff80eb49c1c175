/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleOrderTest {
    @Test
    void anEpochHasEveryImageOnceAndItsLastBatchIsTheRest() {
        SampleOrder order = new SampleOrder(10, 4, 3);
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Integer> all = new ArrayList<>();
            for (int batch = 0; batch < 3; batch++) {
                List<Integer> rows = order.of(epoch * 3 + batch);
                assertThat(rows).hasSize(batch == 2 ? 2 : 4);
                all.addAll(rows);
            }
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 10).boxed().toList());
        }
    }

    @Test
    void epochsAndSeedsHaveOrdersOfTheirOwn() {
        SampleOrder order = new SampleOrder(1000, 1000, 3);
        assertThat(order.of(0)).isEqualTo(new SampleOrder(1000, 1000, 3).of(0));
        assertThat(order.of(0)).isNotEqualTo(order.of(1));
        assertThat(order.of(0)).isNotEqualTo(new SampleOrder(1000, 1000, 4).of(0));
    }
}
