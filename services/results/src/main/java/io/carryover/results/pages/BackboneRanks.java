/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.id.Sha256;
import io.carryover.results.board.Board;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.pages.chart.DataTable;
import io.carryover.results.pages.chart.DataTable.Cell;
import io.carryover.results.pages.chart.DataTable.Head;
import io.carryover.results.pages.chart.Drawing;
import io.carryover.results.pages.chart.Drawing.Mark;
import io.carryover.results.pages.chart.Drawing.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Where a backbone stands on each task that isn't of its own pretraining: around a centre, and beside all others. */
final class BackboneRanks {
    private static final int FEWEST_AROUND = 3;
    private static final int FEWEST_ALONG = 2;
    /** More lines can't be followed. */
    private static final int MOST_BESIDE = 24;

    private final String page;
    private final Board board;
    private final Board.Row row;
    private final List<Board.Column> columns;

    private BackboneRanks(String page, Board board, Board.Row row, List<Board.Column> columns) {
        this.page = page;
        this.board = board;
        this.row = row;
        this.columns = columns;
    }

    /**
     * Charts of ranks; none where there are too few tasks.
     *
     * @param page address of the backbone's page
     * @param digests of the backbone
     */
    static List<Chart> of(String page, Board board, Set<Sha256> digests) {
        return board.rows().stream()
                .filter(row -> row.digests().stream().anyMatch(digests::contains))
                .findFirst()
                .map(row -> new BackboneRanks(
                                page,
                                board,
                                row,
                                board.columns().stream()
                                        .filter(c -> !c.source() && row.cells().containsKey(c.id()))
                                        .toList())
                        .charts())
                .orElse(List.of());
    }

    private List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        if (columns.size() >= FEWEST_AROUND) {
            charts.add(around());
        }
        if (columns.size() >= FEWEST_ALONG) {
            charts.add(along());
        }
        return charts;
    }

    private Chart around() {
        return chart(
                "ranks-around",
                "Ranks around a centre",
                "One spoke a task; the further out, the better: the rim is rank 1.",
                new Drawing.Radar(names(), worst(List.of(row)), List.of(ranked(row))),
                List.of(row));
    }

    private Chart along() {
        List<Board.Row> complete = board.rows().stream()
                .filter(other -> columns.stream().allMatch(c -> other.cells().containsKey(c.id())))
                .toList();
        List<Board.Row> beside = Stream.concat(complete.stream().limit(MOST_BESIDE), Stream.of(row))
                .distinct()
                .toList();
        String left = complete.size() > MOST_BESIDE
                ? " Of %d backbones, the best %d by mean rank are shown.".formatted(complete.size(), MOST_BESIDE)
                : "";
        return chart(
                "ranks-along",
                "Ranks beside all others",
                "Each line is a backbone that has all of these tasks, from task to task; 1 is best." + left,
                new Drawing.Bump(
                        names(),
                        worst(beside),
                        beside.stream().map(this::ranked).toList()),
                beside);
    }

    private Chart chart(String id, String title, String sentence, Drawing drawing, List<Board.Row> rows) {
        List<Head> heads = new ArrayList<>();
        heads.add(Head.text("Backbone", "backbone"));
        columns.forEach(c -> heads.add(new Head(
                TaskPages.name(c), true, List.of(c.id() + " rank", c.id() + " rank_lo", c.id() + " rank_hi"))));
        List<List<Cell>> cells = rows.stream()
                .map(r -> {
                    List<Cell> line = new ArrayList<>();
                    line.add(Cell.text(r.label()));
                    columns.forEach(c -> line.add(cell(cellOf(r, c))));
                    return line;
                })
                .toList();
        return new Chart(
                id,
                title,
                "",
                "",
                sentence,
                "%s: %s.".formatted(title, String.join("; ", ranked(row).says())),
                drawing,
                new DataTable(title + ", with 95 % intervals where artifacts give them", "", heads, cells),
                page + "?data=" + id);
    }

    private List<String> names() {
        return columns.stream().map(TaskPages::name).toList();
    }

    private int worst(List<Board.Row> rows) {
        // The centre is where the last of all stands, not the last of those that are drawn.
        return (int) Math.ceil(Stream.concat(rows.stream(), board.rows().stream())
                .flatMap(r -> columns.stream()
                        .flatMap(c -> Stream.ofNullable(r.cells().get(c.id()))))
                .mapToDouble(Board.Cell::rank)
                .max()
                .orElse(1));
    }

    private Ranked ranked(Board.Row other) {
        return new Ranked(
                other.label(),
                other.equals(row) ? Mark.chosen : other.control() ? Mark.control : Mark.plain,
                columns.stream().map(c -> cellOf(other, c).rank()).toList(),
                columns.stream()
                        .map(c -> "%s: rank %s"
                                .formatted(
                                        TaskPages.name(c),
                                        cell(cellOf(other, c)).text()))
                        .toList());
    }

    private static Board.Cell cellOf(Board.Row row, Board.Column column) {
        return Objects.requireNonNull(row.cells().get(column.id()));
    }

    private static Cell cell(Board.Cell cell) {
        return cell.rankCi95().map(ci -> cell(cell.rank(), ci.lo(), ci.hi())).orElse(cell(cell.rank()));
    }

    /** A rank with its interval, three fields. */
    static Cell cell(double rank, double lo, double hi) {
        return new Cell(BoardPages.rank(rank, lo, hi), List.of(rank, lo, hi), "");
    }

    /** A rank without one, three fields too. */
    static Cell cell(double rank) {
        return new Cell(BoardPages.rank(rank), List.of(rank, "", ""), "");
    }
}
