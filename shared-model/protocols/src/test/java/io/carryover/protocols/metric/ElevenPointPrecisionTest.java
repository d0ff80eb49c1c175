/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.protocols.metric.ElevenPointPrecision.Style;
import org.junit.jupiter.api.Test;

class ElevenPointPrecisionTest {
    private static double of(Style style, double[] scores, boolean... positive) {
        return new ElevenPointPrecision(scores, positive, style).value();
    }

    @Test
    void devkitByHand() {
        // wrong, right, right, wrong: precision 1/2 at recall 1/2, 2/3 at recall 1 and therefore at every recall.
        assertThat(of(Style.DEVKIT, new double[] {4, 3, 2, 1}, false, true, true, false))
                .isCloseTo(2 / 3.0, within(1e-15));
    }

    @Test
    void studyCountsRecallZeroAsCertain() {
        assertThat(of(Style.STUDY, new double[] {4, 3, 2, 1}, false, true, true, false))
                .isCloseTo((1 + 10 * 2 / 3.0) / 11, within(1e-15));
    }

    @Test
    void studyTakesEqualScoresAsOnePoint() {
        assertThat(of(Style.STUDY, new double[] {1, 1}, true, false)).isCloseTo((1 + 10 * 0.5) / 11, within(1e-15));
        assertThat(of(Style.DEVKIT, new double[] {1, 1}, true, false)).isEqualTo(1);
    }

    @Test
    void numpysThirdThresholdLiesAboveThreeTenths() {
        // Three of ten positives come first: recall 0.3 reaches the devkit's 0.3 but not numpy's 0.30000000000000004.
        double[] scores = new double[20];
        boolean[] positive = new boolean[20];
        for (int i = 0; i < 20; i++) {
            scores[i] = -i;
            positive[i] = i < 3 || i >= 13;
        }
        double late = 10 / 20.0;
        assertThat(of(Style.DEVKIT, scores, positive)).isCloseTo((4 + 7 * late) / 11, within(1e-15));
        assertThat(of(Style.STUDY, scores, positive)).isCloseTo((3 + 8 * late) / 11, within(1e-15));
    }

    @Test
    void withoutAPositiveThereIsNone() {
        assertThat(of(Style.DEVKIT, new double[] {1, 2}, false, false)).isNaN();
    }

    @Test
    void weightsStandForRepeats() {
        ElevenPointPrecision once = new ElevenPointPrecision(
                new double[] {3, 2, 1, 0}, new boolean[] {true, false, true, false}, Style.DEVKIT);
        ElevenPointPrecision repeated = new ElevenPointPrecision(
                new double[] {3, 3, 2, 0}, new boolean[] {true, true, false, false}, Style.DEVKIT);

        assertThat(once.weighted(new int[] {2, 1, 0, 1})).isEqualTo(repeated.value());
    }
}
