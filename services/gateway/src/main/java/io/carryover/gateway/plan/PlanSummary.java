/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationPlan.Device;
import io.carryover.contracts.api.EvaluationPlan.Hours;
import io.carryover.contracts.api.EvaluationPlan.PlannedJob;
import io.carryover.contracts.api.EvaluationPlan.Refused;
import io.carryover.contracts.api.EvaluationPlan.Stage;
import io.carryover.contracts.api.EvaluationPlan.Standing;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Queue;
import io.carryover.gateway.core.WantedJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Jobs counted by step, and how long they will take. Pure. */
public final class PlanSummary {
    private static final int MOST_JOBS = 1000;

    private final Workloads workloads;
    private final Durations durations;
    private final Map<JobKey, Standing> standing;

    /** @param standing of the jobs that exist; all others are to run */
    public PlanSummary(Workloads workloads, Durations durations, Map<JobKey, Standing> standing) {
        this.workloads = workloads;
        this.durations = durations;
        this.standing = standing;
    }

    private record Line(String step, Queue queue) {}

    /** The answer. */
    public EvaluationPlan of(int cells, Collection<WantedJob> jobs, List<Refused> refused, List<String> notes) {
        // Those that read nothing first: a stage stands behind those that it waits for.
        List<PlannedJob> planned = jobs.stream()
                .sorted(Comparator.comparing(job -> !job.spec().inputs().isEmpty())) // a stable sort
                .map(this::planned)
                .toList();
        var steps = new HashMap<JobKey, String>();
        var lines = new LinkedHashMap<Line, List<PlannedJob>>();
        planned.forEach(job -> {
            steps.put(job.job(), job.step());
            lines.computeIfAbsent(new Line(job.step(), job.queue()), _ -> new ArrayList<>())
                    .add(job);
        });
        var devices = new TreeMap<DeviceClass, List<PlannedJob>>();
        planned.stream().filter(job -> job.standing() == Standing.TO_RUN).forEach(job -> devices.computeIfAbsent(
                        job.queue().device(), _ -> new ArrayList<>())
                .add(job));
        return new EvaluationPlan(
                cells,
                lines.entrySet().stream()
                        .map(line -> stage(line.getKey(), line.getValue(), steps))
                        .toList(),
                devices.entrySet().stream()
                        .map(device -> new Device(
                                device.getKey(),
                                device.getValue().size(),
                                hours(device.getValue()),
                                withoutEstimate(device.getValue())))
                        .toList(),
                planned.stream().limit(MOST_JOBS).toList(),
                refused,
                Stream.concat(notes.stream(), notes(devices)).toList());
    }

    private PlannedJob planned(WantedJob job) {
        JobKey key = job.key();
        Standing now = standing.getOrDefault(key, Standing.TO_RUN);
        return new PlannedJob(
                key,
                job.spec().step(),
                job.queue(),
                job.spec().inputs(),
                now,
                now == Standing.TO_RUN ? workloads.of(job.spec()).flatMap(durations::of) : Optional.empty());
    }

    private static Stage stage(Line line, List<PlannedJob> jobs, Map<JobKey, String> steps) {
        List<PlannedJob> toRun =
                jobs.stream().filter(job -> job.standing() == Standing.TO_RUN).toList();
        return new Stage(
                line.step(),
                line.queue(),
                jobs.stream()
                        .flatMap(job -> job.needs().stream())
                        .flatMap(need -> Optional.ofNullable(steps.get(need)).stream())
                        .distinct()
                        .sorted()
                        .toList(),
                jobs.size(),
                count(jobs, Standing.CACHED),
                count(jobs, Standing.UNDER_WAY),
                toRun.size(),
                count(jobs, Standing.STAYS_FAILED),
                hours(toRun),
                withoutEstimate(toRun));
    }

    private static int count(List<PlannedJob> jobs, Standing standing) {
        return Math.toIntExact(
                jobs.stream().filter(job -> job.standing() == standing).count());
    }

    private static Optional<Hours> hours(List<PlannedJob> toRun) {
        return Durations.sum(toRun.stream().flatMap(job -> job.hours().stream()).toList());
    }

    private static int withoutEstimate(List<PlannedJob> toRun) {
        return Math.toIntExact(
                toRun.stream().filter(job -> job.hours().isEmpty()).count());
    }

    private static Stream<String> notes(Map<DeviceClass, List<PlannedJob>> devices) {
        return devices.entrySet().stream()
                .filter(device -> withoutEstimate(device.getValue()) > 0)
                .map(device -> "no job like %d of the %d on %s has finished here yet: their hours are not known"
                        .formatted(
                                withoutEstimate(device.getValue()),
                                device.getValue().size(),
                                device.getKey().id()));
    }
}
