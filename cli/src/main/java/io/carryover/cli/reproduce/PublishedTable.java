/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.reproduce;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.published.StudyTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Printed numbers: a table of the study, or a CSV file with columns {@code model}, {@code dataset}, {@code metric},
 * {@code value}, {@code ci95} (which may be empty), and {@code k_shot} where they are of few-shot.
 *
 * @param source where the numbers were printed
 */
public record PublishedTable(String name, String source, List<PublishedCell> cells) {
    public PublishedTable {
        cells = List.copyOf(cells);
    }

    /**
     * The table of that name, or in that file.
     *
     * @throws CarryoverException INVALID_REQUEST for any other name, or a file that is no such table
     */
    public static PublishedTable of(String table) {
        var setting = Setting.of(table);
        if (setting.isPresent()) {
            List<PublishedCell> cells = setting.get().files().stream()
                    .flatMap(file -> parse(StudyTables.text(file).lines().toList(), file, setting.get()).stream())
                    .toList();
            return new PublishedTable(table, StudyTables.SOURCE, cells);
        }
        Path file = Path.of(table);
        if (!table.endsWith(".csv") || !Files.isReadable(file)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST,
                    "no table '%s': %s, or a CSV file"
                            .formatted(
                                    table,
                                    Arrays.stream(Setting.values())
                                            .map(Setting::id)
                                            .collect(Collectors.joining(", "))));
        }
        try {
            List<String> lines = Files.readAllLines(file);
            String header = lines.isEmpty() ? "" : lines.getFirst();
            return new PublishedTable(
                    String.valueOf(file.getFileName()).replace(".csv", ""),
                    "file " + file.getFileName(),
                    parse(lines, table, header.contains("k_shot") ? Setting.FEW_SHOT : Setting.LINEAR));
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "table %s can't be read".formatted(table), e);
        }
    }

    /**
     * The cells that a pattern names: {@code MODEL/DATASET}, either of which may be {@code *}.
     *
     * @throws CarryoverException INVALID_REQUEST for a pattern that names none
     */
    public PublishedTable select(List<String> patterns) {
        if (patterns.isEmpty()) {
            return this;
        }
        for (String pattern : patterns) {
            if (cells.stream().noneMatch(cell -> matches(pattern, cell))) {
                throw new CarryoverException(
                        ErrorCode.INVALID_REQUEST,
                        "--cells %s is none of table %s; cells are called like %s"
                                .formatted(pattern, name, cells.getFirst().name()));
            }
        }
        return new PublishedTable(
                name,
                source,
                cells.stream()
                        .filter(cell -> patterns.stream().anyMatch(pattern -> matches(pattern, cell)))
                        .toList());
    }

    private static boolean matches(String pattern, PublishedCell cell) {
        String expression =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return cell.name().matches(expression);
    }

    private static List<PublishedCell> parse(List<String> lines, String file, Setting setting) {
        List<PublishedCell> cells = new ArrayList<>();
        List<String> names =
                lines.isEmpty() ? List.of() : List.of(lines.getFirst().split(",", -1));
        if (!names.containsAll(List.of("model", "dataset", "metric", "value"))) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "table %s lacks the columns model,dataset,metric,value".formatted(file));
        }
        for (int i = 1; i < lines.size(); i++) {
            Map<String, String> row = row(names, lines.get(i));
            // The study prints means over datasets beside them.
            if (!row.getOrDefault("metric", "").equals("mean_of_datasets")) {
                cells.add(cell(row, "%s, line %d".formatted(file, i + 1), setting));
            }
        }
        return cells;
    }

    private static Map<String, String> row(List<String> names, String line) {
        String[] values = line.split(",", -1);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(names.size(), values.length); i++) {
            row.put(names.get(i), values[i].strip());
        }
        return row;
    }

    private static PublishedCell cell(Map<String, String> row, String where, Setting setting) {
        String model = row.getOrDefault("model", "");
        String dataset = row.getOrDefault("dataset", "");
        String ci95 = row.getOrDefault("ci95", "");
        try {
            if (model.isEmpty() || dataset.isEmpty()) {
                throw new NumberFormatException("no name");
            }
            return new PublishedCell(
                    setting,
                    model,
                    dataset,
                    row.getOrDefault("metric", ""),
                    setting == Setting.FEW_SHOT ? Integer.parseInt(row.getOrDefault("k_shot", "")) : 0,
                    Double.parseDouble(row.getOrDefault("value", "")),
                    ci95.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(ci95)));
        } catch (NumberFormatException e) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "table %s: not a model, a dataset and numbers".formatted(where), e);
        }
    }
}
