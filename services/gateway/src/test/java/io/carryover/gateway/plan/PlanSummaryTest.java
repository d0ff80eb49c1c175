/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationPlan.Stage;
import io.carryover.contracts.api.EvaluationPlan.Standing;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.plan.Durations.Sample;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {
    private static final Sha256 MANIFEST = Sha256.of("manifest");
    private static final ReadyDataset DIGITS = new ReadyDataset(
            "digits",
            MANIFEST,
            List.of("0", "1", "2", "3", "4", "5"),
            new TreeMap<>(Map.of("train", 60, "val", 20, "test", 20)),
            "target",
            "",
            Attribution.UNKNOWN,
            0);

    private final Map<JobKey, WantedJob> jobs = new LinkedHashMap<>();
    private final Map<JobKey, Standing> standing = new HashMap<>();

    @Test
    void stagesSayWhatWaitsForWhatAndWhatIsThere() {
        List<WantedJob> linear = want("linear:digits");
        standing.put(linear.getFirst().key(), Standing.CACHED);
        standing.put(linear.get(1).key(), Standing.UNDER_WAY);

        EvaluationPlan plan = summary(List.of());

        assertThat(plan.stages()).extracting(Stage::step).containsExactly("features", "linear");
        Stage features = plan.stages().getFirst();
        assertThat(List.of(features.jobs(), features.cached(), features.underWay(), features.toRun()))
                .containsExactly(3, 1, 1, 1);
        assertThat(features.after()).isEmpty();
        assertThat(plan.stages().get(1).after()).containsExactly("features");
        assertThat(plan.devices().getFirst().toRun()).isEqualTo(2);
        assertThat(plan.devices().getFirst().hours()).isEmpty();
        assertThat(plan.notes())
                .containsExactly("no job like 2 of the 2 on cpu has finished here yet: their hours are not known");
        assertThat(plan.jobs()).extracting(EvaluationPlan.PlannedJob::step).endsWith("linear");
    }

    @Test
    void hoursComeFromFinishedJobsOfTheSameKind() {
        List<WantedJob> linear = want("linear:digits");
        Workloads workloads = workloads();
        List<Sample> samples = List.of(
                new Sample(workloads.of(linear.getFirst().spec()).orElseThrow(), Duration.ofHours(6)),
                new Sample(workloads.of(linear.getLast().spec()).orElseThrow(), Duration.ofHours(2)));

        EvaluationPlan plan = summary(samples);

        // 60 images took six hours: all 100 take ten, and the probe of them two.
        assertThat(plan.devices().getFirst().hours().orElseThrow().typical()).isEqualTo(12.0);
        assertThat(plan.devices().getFirst().withoutEstimate()).isZero();
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void otherTasksNetworksAndTransformsAreOtherWork() {
        List<WantedJob> linear = want("linear:digits");
        List<WantedJob> shots = want("few-shot:digits:5w5s");
        List<WantedJob> tune = want("finetune:digits:small");
        Workloads workloads = workloads();

        assertThat(List.of(linear.getFirst(), shots.getFirst(), linear.getLast(), shots.getLast(), tune.getFirst()))
                .extracting(job -> workloads.of(job.spec()).orElseThrow().kind())
                .doesNotHaveDuplicates();
        assertThat(workloads.of(tune.getFirst().spec()).orElseThrow().units()).isEqualTo(5000);
        assertThat(new Workloads(_ -> Optional.empty(), Map.of())
                        .of(linear.getFirst().spec()))
                .as("nobody knows how many images it has")
                .isEmpty();
    }

    private EvaluationPlan summary(List<Sample> samples) {
        return new PlanSummary(workloads(), new Durations(samples), standing)
                .of(1, jobs.values(), List.of(), List.of());
    }

    private Workloads workloads() {
        return new Workloads(
                key -> Optional.ofNullable(jobs.get(key)).map(WantedJob::spec), Map.of(MANIFEST, DIGITS.images()));
    }

    private List<WantedJob> want(String task) {
        Sha256 tensors = Sha256.of("tensors");
        var backbone = new ReadyBackbone(
                "byol",
                new FeatureSource.Checkpoint(
                        new Architecture("resnet50", 8), tensors, tensors, 64, Normalisation.IMAGENET, "gap"));
        List<WantedJob> wanted = new CellPlanner(TenantId.LOCAL, Devices.CPU)
                .plan(backbone, DIGITS, TaskRequest.parse(task), 0)
                .jobs();
        wanted.forEach(job -> jobs.putIfAbsent(job.key(), job));
        return wanted;
    }
}
