/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.Weights;
import io.carryover.gateway.core.table.Dependencies;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which inputs of a job are lost. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class LostInputs {
    private final Sql sql;
    private final Dependencies dependencies;
    private final Outcomes outcomes;

    LostInputs(Sql sql, Dependencies dependencies, Outcomes outcomes) {
        this.sql = sql;
        this.dependencies = dependencies;
        this.outcomes = outcomes;
    }

    /**
     * All that the job reads. What it names by digest alone was made by an import that had succeeded before the job was
     * planned: where that is lost, the job depends on it from now on.
     */
    List<JobKey> inputs(JobRow row) {
        JobKey job = JobRows.key(row);
        digests(Json.read(row.spec, JobSpec.class))
                .flatMap(digest -> imports(digest).stream())
                .distinct()
                .filter(this::isLost)
                .forEach(producer -> dependencies.add(job, producer, new TenantId(row.tenant)));
        return dependencies.inputs(job).stream().map(Dependencies.Input::job).toList();
    }

    /** Whether the store lacks the job's outcome or something that it names. */
    boolean isLost(JobKey producer) {
        Optional<Outcome> outcome = outcomes.find(producer);
        return outcome.filter(outcomes::intact).isEmpty();
    }

    private List<JobKey> imports(Sha256 digest) {
        return sql
                .texts(
                        "SELECT key FROM gateway.job WHERE queue LIKE 'imports.%' AND state = 'succeeded'"
                                + " AND outcome LIKE ?1 ORDER BY key",
                        "%\"" + digest.hex() + "\"%")
                .stream()
                .map(JobKey::new)
                .toList();
    }

    private static Stream<Sha256> digests(JobSpec spec) {
        return switch (spec) {
            case JobSpec.ExtractFeatures features -> network(features.weights(), features.dataset());
            case JobSpec.FineTunePoint point ->
                network(point.setup().weights(), point.setup().dataset());
            case JobSpec.FineTune run ->
                network(run.setup().weights(), run.setup().dataset());
            case JobSpec.ImportFeatures features -> Stream.of(features.dataset());
            case JobSpec.Sleep _,
                    JobSpec.ImportCheckpoint _,
                    JobSpec.ImportOnnx _,
                    JobSpec.ImportDataset _,
                    JobSpec.LinearProbe _,
                    JobSpec.FewShot _,
                    JobSpec.Knn _,
                    JobSpec.LabelEfficiency _,
                    // Its table is written by the gateway, each time that it is asked for.
                    JobSpec.Analysis _ -> Stream.of();
        };
    }

    private static Stream<Sha256> network(Weights weights, Sha256 dataset) {
        return switch (weights) {
            case Weights.Loaded loaded -> Stream.of(loaded.tensors(), dataset);
            case Weights.Onnx onnx -> Stream.concat(Stream.of(onnx.model(), dataset), onnx.data().values().stream());
            case Weights.Random _, Weights.Pixels _ -> Stream.of(dataset);
        };
    }
}
