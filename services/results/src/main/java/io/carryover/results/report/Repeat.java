/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.report;

import io.carryover.contracts.api.EvaluationCell;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.ReportRequest;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The commands that ask for the same again. */
final class Repeat {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:/@%+-]+");

    private Repeat() {}

    static List<Card.Block> of(ReportRequest request, URI base) {
        List<String> backbones = request.cells().stream()
                .map(EvaluationCell::backbone)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        Map<TaskRequest, String> tasks = new LinkedHashMap<>();
        request.cells().forEach(cell -> tasks.putIfAbsent(cell.task(), cell.title()));
        List<Card.Block> blocks = new ArrayList<>();
        boolean exact = !backbones.isEmpty()
                && tasks.entrySet().stream().allMatch(task -> saysAll(task.getValue(), task.getKey()));
        if (exact) {
            blocks.add(new Card.Source("sh", command(backbones, tasks)));
        }
        blocks.add(
                new Card.Paragraph(
                        exact
                                ? "The same over HTTP:"
                                : "Over HTTP, since the command's text form of a task has no place for all that was asked for:"));
        blocks.add(new Card.Source("sh", http(request, backbones, tasks, base)));
        blocks.add(
                new Card.Paragraph(
                        "On another installation, add the same files under these names first: the digests above tell whether they are"
                                + " the same. Equal bits are promised for the same engine, precision, device and number of threads."));
        return List.copyOf(blocks);
    }

    private static String command(List<String> backbones, Map<TaskRequest, String> tasks) {
        return backbones.stream().map(Repeat::quoted).collect(Collectors.joining(" ", "carryover evaluate ", ""))
                + tasks.values().stream()
                        .map(title -> " \\\n  --task " + quoted(title))
                        .collect(Collectors.joining());
    }

    private static String http(
            ReportRequest request, List<String> backbones, Map<TaskRequest, String> tasks, URI base) {
        var body = new EvaluationRequest(request.evaluation().name(), backbones, List.copyOf(tasks.keySet()));
        return "curl -sS %s -H 'Content-Type: application/json' \\\n  -d %s"
                .formatted(quoted(base.resolve("/v1/evaluations").toString()), quoted(Json.text(body)));
    }

    /** Whether the text form leaves nothing out: it has no place for episodes and seeds of few-shot. */
    private static boolean saysAll(String title, TaskRequest task) {
        try {
            return TaskRequest.parse(title).equals(task);
        } catch (CarryoverException e) {
            return false;
        }
    }

    /** One word of a POSIX shell, whatever it holds. */
    static String quoted(String text) {
        return SAFE.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
