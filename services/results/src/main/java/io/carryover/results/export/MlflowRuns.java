/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import io.carryover.contracts.json.Json;
import io.carryover.results.board.Measured;
import io.carryover.results.export.TrackedRuns.Run;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Results as MLflow's file store keeps runs (mlflow/store/tracking/file_store.py of mlflow/mlflow): an experiment {@code
 * carryover} with a run for each backbone. Places of artifacts are relative: the server is started beside {@code mlruns}.
 */
public final class MlflowRuns {
    /** Ids of experiments are numbers of 18 digits there. */
    private static final String EXPERIMENT = "417233906172034518";

    private static final String ROOT = "mlruns/" + EXPERIMENT;
    /** SourceType.LOCAL and RunStatus.FINISHED. */
    private static final int LOCAL = 4;

    private static final int FINISHED = 3;

    private MlflowRuns() {}

    /** Files by their path. */
    public static SortedMap<String, byte[]> of(List<io.carryover.contracts.result.ResultRecord> records) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Run> runs = TrackedRuns.of(records);
        Instant first = runs.stream().map(Run::from).min(Instant::compareTo).orElse(Instant.EPOCH);
        Map<String, Object> experiment = new LinkedHashMap<>();
        experiment.put("artifact_location", ROOT);
        experiment.put("creation_time", first.toEpochMilli());
        experiment.put("experiment_id", EXPERIMENT);
        experiment.put(
                "last_update_time",
                runs.stream().map(Run::to).max(Instant::compareTo).orElse(first).toEpochMilli());
        experiment.put("lifecycle_stage", "active");
        experiment.put("name", "carryover");
        files.put(ROOT + "/meta.yaml", yaml(experiment));
        runs.forEach(run -> add(run, files));
        return files;
    }

    private static void add(Run run, SortedMap<String, byte[]> files) {
        String folder = ROOT + "/" + run.id();
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("artifact_uri", folder + "/artifacts");
        meta.put("end_time", run.to().toEpochMilli());
        meta.put("entry_point_name", "");
        meta.put("experiment_id", EXPERIMENT);
        meta.put("lifecycle_stage", "active");
        meta.put("run_id", run.id());
        meta.put("run_name", run.name());
        meta.put("run_uuid", run.id());
        meta.put("source_name", "carryover");
        meta.put("source_type", LOCAL);
        meta.put("source_version", "");
        meta.put("start_time", run.from().toEpochMilli());
        meta.put("status", FINISHED);
        meta.put("tags", List.of());
        meta.put("user_id", "carryover");
        files.put(folder + "/meta.yaml", yaml(meta));
        run.parameters().forEach((name, value) -> files.put(folder + "/params/" + name, text(value)));
        // Time in milliseconds, value, step.
        run.metrics()
                .forEach((name, value) -> files.put(
                        folder + "/metrics/" + name,
                        text("%d %s 0\n".formatted(run.to().toEpochMilli(), value))));
        files.put(folder + "/tags/mlflow.runName", text(run.name()));
        files.put(folder + "/tags/mlflow.user", text("carryover"));
        files.put(folder + "/tags/mlflow.source.name", text("carryover"));
        files.put(folder + "/tags/mlflow.source.type", text("LOCAL"));
        files.put(folder + "/tags/mlflow.note.content", text(TrackedRuns.note(run)));
        files.put(
                folder + "/artifacts/results.json",
                Json.bytes(run.records().stream().map(Measured::record).toList()));
    }

    private static byte[] yaml(Object value) {
        return text(YamlText.block(value));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
