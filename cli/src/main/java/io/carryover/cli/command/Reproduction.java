/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.reproduce.Ours;
import io.carryover.cli.reproduce.PublishedCell;
import io.carryover.cli.reproduce.ReproductionCard.Entry;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Runs published cells through the system: an evaluation per task, with the models that have the cell. */
final class Reproduction {
    private final GatewayClient client;
    private final PublishedFiles files;
    private final UnaryOperator<EvaluationView> follow;

    /** @param follow waits until an evaluation has ended */
    Reproduction(GatewayClient client, PublishedFiles files, UnaryOperator<EvaluationView> follow) {
        this.client = client;
        this.files = files;
        this.follow = follow;
    }

    /** Ours beside each cell, in their order. */
    List<Entry> run(List<PublishedCell> cells) {
        Map<PublishedCell, Entry> entries = new LinkedHashMap<>();
        Map<TaskRequest, List<PublishedCell>> byTask = new LinkedHashMap<>();
        Map<String, Optional<String>> datasets = new LinkedHashMap<>();
        Map<String, Optional<String>> backbones = new LinkedHashMap<>();
        for (PublishedCell cell : cells) {
            // A model without data is not worth an upload.
            Optional<String> missing =
                    datasets.computeIfAbsent(cell.dataset(), name -> refusal(() -> files.dataset(client, name)));
            if (missing.isEmpty()) {
                missing = backbones.computeIfAbsent(cell.model(), name -> refusal(() -> files.backbone(client, name)));
            }
            missing.ifPresentOrElse(
                    reason -> entries.put(cell, Entry.notRun(cell, reason)),
                    () -> byTask.computeIfAbsent(cell.task(), _ -> new ArrayList<>())
                            .add(cell));
        }
        Map<EvaluationView, List<PublishedCell>> posted = new LinkedHashMap<>();
        byTask.forEach((task, wanted) -> post(task, wanted, posted, entries));
        posted.forEach((view, wanted) -> {
            EvaluationView ended = follow.apply(view);
            wanted.forEach(cell -> entries.put(cell, entry(cell, ended)));
        });
        return cells.stream()
                .map(cell -> entries.getOrDefault(cell, Entry.notRun(cell, "not planned")))
                .toList();
    }

    private void post(
            TaskRequest task,
            List<PublishedCell> wanted,
            Map<EvaluationView, List<PublishedCell>> posted,
            Map<PublishedCell, Entry> entries) {
        List<String> models =
                wanted.stream().map(PublishedCell::model).distinct().toList();
        Optional<String> refused = refusal(() -> {
            posted.put(
                    client.evaluate(new EvaluationRequest(
                            "reproduce %s %s".formatted(task.cell(), task.dataset()), models, List.of(task))),
                    wanted);
            return Optional.empty();
        });
        refused.ifPresent(reason -> wanted.forEach(cell -> entries.put(cell, Entry.notRun(cell, reason))));
    }

    private Entry entry(PublishedCell cell, EvaluationView ended) {
        Optional<String> failure = ended.failures().stream()
                .filter(f -> f.backbone().equals(cell.model()) || f.backbone().equals("*"))
                .map(f -> f.code() + ": " + f.message())
                .findFirst();
        if (failure.isPresent()) {
            return Entry.notRun(cell, failure.get());
        }
        return ours(cell)
                .map(ours -> Entry.measured(cell, ours))
                .orElseGet(() -> Entry.notRun(
                        cell, "no result after evaluation %s, which is %s".formatted(ended.id(), ended.state())));
    }

    /** The result's record comes by way of the results topic: a moment after the evaluation's end. */
    private Optional<Ours> ours(PublishedCell cell) {
        String query = "/v1/results?limit=100&protocol=%s&backbone=%s&dataset=%s&task=%s"
                .formatted(
                        ProtocolId.STUDY.name(),
                        GatewayClient.segment(cell.model()),
                        GatewayClient.segment(cell.dataset()),
                        GatewayClient.segment(cell.task().cell()));
        for (int look = 0; look < 20; look++) {
            for (JsonNode listed : Json.read(client.get(query), JsonNode.class).path("items")) {
                if (isOf(cell, listed)) {
                    String id = listed.path("result").asText();
                    return Optional.of(Ours.of(listed, Json.read(client.get("/v1/results/" + id), JsonNode.class)));
                }
            }
            client.pause();
        }
        return Optional.empty();
    }

    private static boolean isOf(PublishedCell cell, JsonNode listed) {
        String metric = listed.path("metric").asText();
        boolean asked =
                switch (cell.task()) {
                    case TaskRequest.Linear linear -> metric.equals(linear.metric());
                    case TaskRequest.FineTune tune -> metric.equals(tune.metric());
                    case TaskRequest.FewShot _, TaskRequest.Knn _, TaskRequest.LabelEfficiency _, TaskRequest.Sleep _ ->
                        true;
                };
        String grid = cell.task() instanceof TaskRequest.FineTune tune ? tune.search() : "full";
        return asked
                && listed.path("grid").asText().equals(grid)
                && listed.path("protocol").asText().equals(ProtocolId.STUDY.id());
    }

    /** What the system refuses is a reason on the card; that it can't be reached ends the command. */
    private static Optional<String> refusal(java.util.function.Supplier<Optional<String>> step) {
        try {
            return step.get();
        } catch (CarryoverException e) {
            if (e.code().errorClass() != ErrorClass.USER) {
                throw e;
            }
            return Optional.of(e.code() + ": " + e.getMessage());
        }
    }
}
