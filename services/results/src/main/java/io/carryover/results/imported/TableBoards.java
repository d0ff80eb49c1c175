/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.imported;

import io.carryover.protocols.analysis.Column;
import io.carryover.protocols.analysis.RankedSetting;
import io.carryover.protocols.analysis.Ranking;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.results.imported.TableBoard.MeanRank;
import io.carryover.results.store.ResultFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Makes the board of a table, or of a part of it. Ranks over settings are always of the whole table. */
public final class TableBoards {
    /** What can be opened like a setting: columns that are of none, the dataset of pretraining apart. */
    public static final String OTHERS = "others";

    private final RankedTable ranked;
    private final TableCells cells;
    private final Map<String, Integer> places;

    private TableBoards(RankedTable ranked) {
        this.ranked = ranked;
        this.cells = new TableCells(ranked);
        this.places = ranked.places();
    }

    /**
     * The board.
     *
     * @param filter datasets, tasks and models that are wanted; with a dataset or a task, columns are of datasets
     * @param setting whose datasets are wanted, or {@link #OTHERS}; one that the table doesn't have gives no columns
     */
    public static TableBoard of(RankedTable ranked, ResultFilter filter, Optional<String> setting) {
        return new TableBoards(ranked).board(filter, setting);
    }

    /** A column with the cells of its models. */
    private record Filled(TableBoard.Column column, Map<String, TableBoard.Cell> cells) {}

    private TableBoard board(ResultFilter filter, Optional<String> setting) {
        boolean parts = filter.dataset().isPresent() || filter.task().isPresent();
        List<TableBoard.Setting> settings = settings();
        List<Filled> filled = new ArrayList<>();
        if (parts) {
            filled.addAll(datasets(column ->
                    filter.dataset().map(column.key().dataset()::equals).orElse(true)
                            && filter.task().map(column.key().task()::equals).orElse(true)));
        } else if (setting.isPresent()) {
            settingAlone(setting.get()).ifPresent(filled::add);
            filled.addAll(datasets(column -> settingOf(column).equals(setting.get())));
        } else if (ranked.settings().isEmpty()) {
            filled.addAll(datasets(_ -> true));
        } else {
            filled.addAll(datasets(Column::source));
            ranked.settings().forEach(s -> filled.add(setting(s)));
        }
        List<TableBoard.Row> rows = rows(filled, filter.backbone());
        List<TableBoard.Column> columns = filled.stream().map(Filled::column).toList();
        return new TableBoard(
                ranked.table(),
                ranked.protocol(),
                parts ? Optional.empty() : setting,
                settings,
                columns,
                rows,
                TableNotes.of(ranked, columns, rows));
    }

    private List<TableBoard.Setting> settings() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (TransferSetting setting : TransferSetting.values()) {
            counts.put(setting.id(), 0);
        }
        for (Column column : ranked.columns().columns()) {
            if (!column.source()) {
                counts.merge(settingOf(column), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> new TableBoard.Setting(e.getKey(), TableWords.setting(e.getKey()), e.getValue()))
                .toList();
    }

    private static String settingOf(Column column) {
        return TransferSetting.of(column).map(TransferSetting::id).orElse(column.source() ? "" : OTHERS);
    }

    private Optional<Filled> settingAlone(String id) {
        return ranked.settings().stream()
                .filter(s -> s.setting().id().equals(id))
                .findFirst()
                .map(this::setting);
    }

    private List<Filled> datasets(Predicate<Column> wanted) {
        return ranked.columns().columns().stream()
                .filter(wanted)
                .map(this::dataset)
                .toList();
    }

    private Filled setting(RankedSetting setting) {
        boolean errors = setting.intervals().isPresent();
        String unit = unit(setting);
        var column = new TableBoard.Column(
                "setting:" + setting.setting().id(),
                TableWords.setting(setting.setting().id()),
                Optional.of(setting.setting().id()),
                Optional.empty(),
                setting.setting().id(),
                metrics(setting),
                detail(setting, unit),
                unit,
                counting(setting).getFirst().measure().higherIsBetter(),
                false,
                true,
                !errors
                        ? TableBoard.Uncertainty.NONE
                        : setting.heldFixed().isEmpty() ? TableBoard.Uncertainty.KNOWN : TableBoard.Uncertainty.PARTLY,
                provenance(counting(setting)),
                Optional.of(setting.caveat()).filter(caveat -> !caveat.isEmpty()));
        return new Filled(column, cells.of(setting));
    }

    private String detail(RankedSetting setting, String unit) {
        String metric = TableWords.metric(metrics(setting), unit);
        int datasets = setting.datasets().size();
        return datasets == 1 ? metric : "mean over %d datasets, %s".formatted(datasets, metric);
    }

    private Filled dataset(Column column) {
        Optional<TransferSetting> setting = TransferSetting.of(column);
        boolean counted = ranked.settings().stream()
                .filter(s -> Optional.of(s.setting()).equals(setting))
                .anyMatch(s -> s.setting().ranks(column)
                        && !s.leftOut().contains(column.key().toString()));
        Map<String, TableBoard.Cell> filled = cells.of(column);
        long known =
                filled.values().stream().filter(cell -> cell.ci95().isPresent()).count();
        String unit = TableWords.unit(column.measure());
        return new Filled(
                new TableBoard.Column(
                        column.key().toString(),
                        column.key().dataset(),
                        setting.map(TransferSetting::id),
                        Optional.of(column.key().dataset()),
                        column.key().task(),
                        column.key().metric(),
                        TableWords.metric(column.key().metric(), unit),
                        unit,
                        column.measure().higherIsBetter(),
                        column.source(),
                        counted,
                        known == 0
                                ? TableBoard.Uncertainty.NONE
                                : known == filled.size() ? TableBoard.Uncertainty.KNOWN : TableBoard.Uncertainty.PARTLY,
                        column.provenance(),
                        caveat(setting)),
                filled);
    }

    /** What stands beside a setting stands beside each of its columns. */
    private Optional<String> caveat(Optional<TransferSetting> setting) {
        return ranked.settings().stream()
                .filter(s -> Optional.of(s.setting()).equals(setting))
                .map(RankedSetting::caveat)
                .filter(caveat -> !caveat.isEmpty())
                .findFirst();
    }

    private List<TableBoard.Row> rows(List<Filled> filled, Optional<String> model) {
        Map<String, Map<String, TableBoard.Cell>> byModel = new LinkedHashMap<>();
        ranked.columns().models().stream()
                .filter(m -> model.map(m::equals).orElse(true))
                .forEach(m -> byModel.put(m, new LinkedHashMap<>()));
        for (Filled column : filled) {
            column.cells().forEach((m, cell) -> {
                Map<String, TableBoard.Cell> row = byModel.get(m);
                if (row != null) {
                    row.put(column.column().id(), cell);
                }
            });
        }
        List<TableBoard.Row> rows = new ArrayList<>();
        byModel.forEach((m, row) -> {
            if (!row.isEmpty()) {
                rows.add(new TableBoard.Row(
                        m,
                        meanRank(ranked.ranking().flatMap(Ranking::overall), m),
                        meanRank(ranked.ranking().flatMap(Ranking::withoutSegmentation), m),
                        row));
            }
        });
        rows.sort(Comparator.comparingDouble(row -> order(row, filled)));
        return List.copyOf(rows);
    }

    /** By the setting that leads the board, else by the mean rank; what has neither comes last, as the table has it. */
    private static double order(TableBoard.Row row, List<Filled> filled) {
        if (!filled.isEmpty() && filled.getFirst().column().opens()) {
            TableBoard.Cell cell = row.cells().get(filled.getFirst().column().id());
            if (filled.stream().filter(f -> f.column().opens()).count() == 1) {
                return cell == null ? Double.MAX_VALUE : cell.rank();
            }
        }
        return row.meanRank().map(MeanRank::value).orElse(Double.MAX_VALUE);
    }

    private Optional<MeanRank> meanRank(Optional<Ranking.Overall> overall, String model) {
        Integer place = places.get(model);
        return place == null
                ? Optional.empty()
                : overall.map(o -> new MeanRank(
                        o.meanRanks().get(place),
                        TableCells.interval(o.intervals().get(place))));
    }

    private List<Column> counting(RankedSetting setting) {
        return ranked.columns().columns().stream()
                .filter(c -> TransferSetting.of(c).equals(Optional.of(setting.setting())))
                .filter(setting.setting()::ranks)
                .filter(c -> !setting.leftOut().contains(c.key().toString()))
                .toList();
    }

    private String unit(RankedSetting setting) {
        return TableWords.unit(counting(setting).getFirst().measure());
    }

    private String metrics(RankedSetting setting) {
        List<String> metrics =
                counting(setting).stream().map(c -> c.key().metric()).distinct().toList();
        return metrics.size() == 1 ? metrics.getFirst() : "accuracy";
    }

    private static String provenance(List<Column> columns) {
        return String.join(
                ", ", columns.stream().map(Column::provenance).distinct().toList());
    }
}
