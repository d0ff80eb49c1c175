/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.api.EvaluationPlan.Hours;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What finished jobs tell of how long others will take. Nothing is assumed of machines: where no job of the kind has finished
 * on this installation, there is no estimate. Pure.
 */
public final class Durations {
    /** Images of other sizes decode faster or slower, and more classes take longer to fit. */
    private static final double OTHER_DATASET = 3;
    /** Of more, the newest say enough. */
    private static final int MOST = 50;

    private static final double MILLIS_PER_HOUR = 3_600_000.0;

    private final Map<String, List<Sample>> byKind;

    /** A finished job: what it had to do, and how long its attempt took. */
    public record Sample(Workload work, Duration took) {}

    /** @param samples the newest first */
    public Durations(List<Sample> samples) {
        byKind = samples.stream()
                .filter(sample -> sample.work().units() > 0)
                .collect(Collectors.groupingBy(sample -> sample.work().kind(), HashMap::new, Collectors.toList()));
    }

    /** Of one job: from jobs that read the same dataset where there are any, else from those that read others. */
    public Optional<Hours> of(Workload work) {
        List<Sample> alike = byKind.getOrDefault(work.kind(), List.of());
        List<Sample> same = alike.stream()
                .filter(sample -> sample.work().dataset().equals(work.dataset()))
                .toList();
        return same.isEmpty() ? hours(alike, work, OTHER_DATASET, true) : hours(same, work, 1, false);
    }

    private static Optional<Hours> hours(List<Sample> samples, Workload work, double apart, boolean others) {
        List<Double> perUnit = samples.stream()
                .limit(MOST)
                .map(sample -> sample.took().toMillis()
                        / MILLIS_PER_HOUR
                        / sample.work().units())
                .sorted(Comparator.naturalOrder())
                .toList();
        return perUnit.isEmpty()
                ? Optional.empty()
                : Optional.of(new Hours(
                        perUnit.getFirst() * work.units() / apart,
                        perUnit.get(perUnit.size() / 2) * work.units(),
                        perUnit.getLast() * work.units() * apart,
                        perUnit.size(),
                        others));
    }

    /** Of jobs one after the other; absent without any. Low ends are added to low ends: the bounds hold for the worst luck. */
    public static Optional<Hours> sum(Collection<Hours> hours) {
        return hours.stream()
                .reduce((a, b) -> new Hours(
                        a.low() + b.low(),
                        a.typical() + b.typical(),
                        a.high() + b.high(),
                        Math.max(a.measured(), b.measured()),
                        a.otherDatasets() || b.otherDatasets()));
    }
}
