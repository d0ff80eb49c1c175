/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.api.EvaluationPlan.Hours;
import io.carryover.contracts.id.Sha256;
import io.carryover.gateway.plan.Durations.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DurationsTest {
    private static final Sha256 DIGITS = Sha256.of("digits");
    private static final Sha256 PETS = Sha256.of("pets");

    @Test
    void jobsThatReadTheSameDatasetCountBeforeOthers() {
        var durations = new Durations(List.of(
                sample(DIGITS, 100, Duration.ofMinutes(60)),
                sample(DIGITS, 100, Duration.ofMinutes(30)),
                sample(DIGITS, 200, Duration.ofMinutes(240)),
                sample(PETS, 1, Duration.ofHours(9))));

        Hours hours = durations.of(new Workload("features", DIGITS, 50)).orElseThrow();

        assertThat(hours.low()).isEqualTo(0.25, within(1e-9));
        assertThat(hours.typical()).isEqualTo(0.5, within(1e-9));
        assertThat(hours.high()).isEqualTo(1.0, within(1e-9));
        assertThat(hours.measured()).isEqualTo(3);
        assertThat(hours.otherDatasets()).isFalse();
    }

    @Test
    void fromOtherDatasetsTheBoundsAreThreeTimesAsFar() {
        var durations = new Durations(List.of(sample(PETS, 100, Duration.ofMinutes(60))));

        Hours hours = durations.of(new Workload("features", DIGITS, 100)).orElseThrow();

        assertThat(hours).isEqualTo(new Hours(1.0 / 3, 1, 3, 1, true));
    }

    @Test
    void withoutItsLikeThereIsNoEstimate() {
        var durations = new Durations(
                List.of(sample(DIGITS, 100, Duration.ofMinutes(60)), sample(DIGITS, 0, Duration.ofMinutes(1))));

        assertThat(durations.of(new Workload("linear", DIGITS, 100))).isEmpty();
        assertThat(Durations.sum(List.of())).isEmpty();
    }

    private static Sample sample(Sha256 dataset, double units, Duration took) {
        return new Sample(new Workload("features", dataset, units), took);
    }
}
