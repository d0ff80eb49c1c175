/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    private static final boolean[] RIGHT = {true, true, true, false, true, false};
    private static final int[] LABELS = {0, 0, 0, 0, 2, 2};

    @Test
    void top1CountsImages() {
        assertThat(Accuracy.top1(new boolean[] {true, false, true, true})).isEqualTo(75);
    }

    @Test
    void perClassCountsClassesThatArePresent() {
        assertThat(Accuracy.meanPerClass(RIGHT, LABELS, 3)).isEqualTo(new Accuracy.PerClass(62.5, 2));
    }
}
