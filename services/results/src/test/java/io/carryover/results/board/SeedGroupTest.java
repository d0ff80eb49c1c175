/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.Score;
import io.carryover.protocols.stats.StudentT;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden values come from {@code golden_seeds.py} beside this file. */
class SeedGroupTest {
    @Test
    void intervalCombinesSeedAndTestVariance() {
        SeedGroup group = SeedGroup.of(List.of(score(71.60), score(73.15), score(73.85)));

        assertThat(group.mean()).isCloseTo(72.866666667, within(1e-9));
        assertThat(group.sd()).isCloseTo(1.151448363, within(1e-9));
        assertThat(group.ci95().hi() - group.mean()).isCloseTo(2.282162891, within(1e-8));
        assertThat(group.mean() - group.ci95().lo()).isCloseTo(2.282162891, within(1e-8));
        assertThat(group.ci95().method()).isEqualTo("seeds");
    }

    @Test
    void seedsOfEpisodesAreNamedApart() {
        Score episodes = new Score("top1", 70, "percent", true, 600, new Interval(69.6, 70.4, "episodes"), List.of());

        assertThat(SeedGroup.of(List.of(episodes, episodes)).ci95().method()).isEqualTo("seeds-episodes");
    }

    @Test
    void seedsThatAgreeKeepTheTestInterval() {
        SeedGroup group = SeedGroup.of(List.of(score(70), score(70), score(70)));

        assertThat(group.ci95().lo()).isCloseTo(68.4, within(1e-12));
        assertThat(group.ci95().hi()).isCloseTo(71.6, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 12.706204736",
        "2, 4.302652730",
        "3.7, 2.867520707",
        "10, 2.228138852",
        "250, 1.969498393",
        "1000000, 1.959966357"
    })
    void quantileOfStudentsT(double freedom, double expected) {
        assertThat(StudentT.quantile975(freedom)).isCloseTo(expected, within(1e-8));
    }

    private static Score score(double value) {
        return new Score(
                "top1", value, "percent", true, 2000, new Interval(value - 1.6, value + 1.6, "wilson"), List.of());
    }
}
