/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.protocols.correlation.Logit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The panels of a table: one per column, and means over the datasets of a setting, of all its shots that count and of each number of shots. */
public final class Panels {
    private static final String MEANS = "averages";

    private Panels() {}

    /** All panels, columns first. */
    public static List<Panel> of(ScoreTable table) {
        List<Panel> panels = new ArrayList<>();
        Map<String, List<Column>> groups = new LinkedHashMap<>();
        for (Column column : table.columns()) {
            Optional<TransferSetting> setting = TransferSetting.of(column);
            panels.add(single(column, setting));
            setting.ifPresent(s -> {
                if (s.ranks(column)) {
                    join(groups, s.id(), column);
                }
                if (TransferSetting.shots(column) > 0) {
                    join(groups, s.id() + "-" + column.key().task().replaceFirst("few-shot-", ""), column);
                }
            });
        }
        groups.forEach((name, columns) ->
                mean(name.substring(0, name.indexOf('|')), columns).ifPresent(panels::add));
        return List.copyOf(panels);
    }

    private static void join(Map<String, List<Column>> groups, String task, Column column) {
        groups.computeIfAbsent(task + "|" + column.key().protocol(), _ -> new ArrayList<>())
                .add(column);
    }

    private static Panel single(Column column, Optional<TransferSetting> setting) {
        Map<String, Double> values = new LinkedHashMap<>();
        int clipped = 0;
        for (Map.Entry<String, Column.Cell> cell : column.cells().entrySet()) {
            Logit scaled = column.scaled(cell.getValue());
            values.put(cell.getKey(), scaled.value());
            clipped += scaled.clipped() ? 1 : 0;
        }
        Column.Key key = column.key();
        return new Panel(
                key.task(),
                key.dataset(),
                key.metric(),
                key.protocol(),
                setting.map(TransferSetting::id).orElse(key.task()),
                List.of(key.dataset()),
                clipped,
                column.provenance(),
                setting.filter(s -> s.suspect(column)).isPresent() ? TransferSetting.SEGMENTATION_CAVEAT : "",
                values,
                List.of());
    }

    /** The mean of at least two datasets, over those that half of the models have, of the models that have all of them. */
    private static Optional<Panel> mean(String task, List<Column> columns) {
        List<String> models =
                columns.stream().flatMap(c -> c.models().stream()).distinct().toList();
        List<Column> kept = columns.stream()
                .filter(c -> 2 * c.models().size() >= models.size())
                .toList();
        List<String> over = kept.stream().map(c -> c.key().dataset()).distinct().toList();
        if (over.size() < 2) {
            return Optional.empty();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        int clipped = 0;
        for (String model : models) {
            List<Logit> scaled = kept.stream()
                    .flatMap(c -> c.cell(model).map(c::scaled).stream())
                    .toList();
            if (scaled.size() < kept.size()) {
                leftOut.add(model);
            } else {
                values.put(
                        model,
                        scaled.stream().mapToDouble(Logit::value).average().orElseThrow());
                clipped += (int) scaled.stream().filter(Logit::clipped).count();
            }
        }
        List<String> metrics =
                kept.stream().map(c -> c.key().metric()).distinct().toList();
        return Optional.of(new Panel(
                task,
                Panel.MEAN,
                metrics.size() == 1 ? metrics.getFirst() : Panel.MIXED,
                kept.getFirst().key().protocol(),
                MEANS,
                over,
                clipped,
                kept.getFirst().provenance(),
                "",
                values,
                leftOut));
    }
}
