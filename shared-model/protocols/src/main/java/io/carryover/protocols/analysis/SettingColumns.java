/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.rank.SettingScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a setting that its rank is made of: of one protocol, and one for each dataset and number of shots.
 *
 * @param columns that at least half of the models have
 * @param leftOut the others
 */
record SettingColumns(TransferSetting setting, List<Column> columns, List<String> leftOut) {
    /** Of the settings that a table has a column of. */
    static List<SettingColumns> of(ScoreTable table) {
        Map<TransferSetting, List<Column>> bySetting = new java.util.EnumMap<>(TransferSetting.class);
        for (Column column : table.columns()) {
            TransferSetting.of(column).filter(s -> s.ranks(column)).ifPresent(s -> bySetting
                    .computeIfAbsent(s, _ -> new ArrayList<>())
                    .add(column));
        }
        List<SettingColumns> settings = new ArrayList<>();
        bySetting.forEach((setting, columns) -> {
            check(setting, columns);
            List<Column> kept = columns.stream()
                    .filter(c -> 2 * c.models().size() >= table.models().size())
                    .toList();
            if (!kept.isEmpty()) {
                settings.add(new SettingColumns(
                        setting,
                        kept,
                        columns.stream()
                                .filter(c -> !kept.contains(c))
                                .map(c -> c.key().toString())
                                .toList()));
            }
        });
        return settings;
    }

    private static void check(TransferSetting setting, List<Column> columns) {
        List<String> protocols =
                columns.stream().map(c -> c.key().protocol()).distinct().toList();
        if (protocols.size() > 1) {
            throw new CarryoverException(
                    ErrorCode.INVALID_RESULTS,
                    "%s has numbers of %s, which share no rank: choose one with --protocol"
                            .formatted(setting.id(), String.join(" and of ", protocols)));
        }
        Map<List<Object>, Column> seen = new LinkedHashMap<>();
        for (Column column : columns) {
            Column other = seen.put(List.of(column.key().dataset(), TransferSetting.shots(column)), column);
            if (other != null) {
                throw new CarryoverException(
                        ErrorCode.INVALID_RESULTS,
                        "%s has two columns for one dataset, %s and %s: keep one"
                                .formatted(setting.id(), other.key(), column.key()));
            }
        }
    }

    String protocol() {
        return columns.getFirst().key().protocol();
    }

    List<String> datasets() {
        return columns.stream().map(c -> c.key().dataset()).distinct().toList();
    }

    /** Scores of these models, which have every column: on each dataset the mean over its shots. */
    SettingScores scores(List<String> models) {
        List<String> datasets = datasets();
        double[][] scores = new double[datasets.size()][models.size()];
        for (int d = 0; d < scores.length; d++) {
            String dataset = datasets.get(d);
            List<Column> shots = columns.stream()
                    .filter(c -> c.key().dataset().equals(dataset))
                    .toList();
            for (int m = 0; m < models.size(); m++) {
                String model = models.get(m);
                scores[d][m] = shots.stream()
                        .mapToDouble(c -> c.cell(model).orElseThrow().value())
                        .average()
                        .orElseThrow();
            }
        }
        double[] errors = models.stream().mapToDouble(this::error).toArray();
        int decimals = columns.stream().mapToInt(Column::decimals).max().orElseThrow();
        return new SettingScores(
                scores, errors, decimals, columns.getFirst().measure().higherIsBetter());
    }

    /** √ΣSE²/columns, over those that have one: the others are held as they are printed. NaN where none has. */
    private double error(String model) {
        double[] known = columns.stream()
                .mapToDouble(c -> c.cell(model).orElseThrow().error())
                .filter(e -> !Double.isNaN(e))
                .toArray();
        double squares = 0;
        for (double error : known) {
            squares += error * error;
        }
        return known.length == 0 ? Double.NaN : Math.sqrt(squares) / columns.size();
    }

    /** Columns in which a model's error isn't known. */
    List<String> withoutErrors(List<String> models) {
        return columns.stream()
                .filter(c -> models.stream()
                        .anyMatch(m -> Double.isNaN(c.cell(m).orElseThrow().error())))
                .map(c -> c.key().toString())
                .toList();
    }
}
