/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.results.board.Board;
import io.carryover.results.board.ChosenColumns;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a board is asked for. A thousand backbones on two hundred tasks are 80 MB of JSON: an answer has so many rows
 * that it has no more than {@link #MOST_CELLS} numbers, and a cursor for the rest.
 */
public class BoardPart {
    /** Most numbers in an answer, unless a single row has more. */
    static final int MOST_CELLS = 10_000;

    private static final int MOST_ROWS = 1_000;

    @QueryParam("limit")
    @Nullable
    @Parameter(
            description =
                    "Most rows, 1 to 1000, in order of mean rank; fewer where they have more than 10,000 numbers.")
    Integer limit;

    @QueryParam("cursor")
    @Nullable
    @Parameter(description = "Where the page before ended: its next.")
    String cursor;

    @QueryParam("columns")
    @Parameter(description = "Only these columns, by id, separated by commas. Ranks stay those of the whole board.")
    List<String> columns = List.of();

    /** Whether anything is asked for that only JSON gives. */
    boolean given() {
        return limit != null || cursor != null || !columns.isEmpty();
    }

    /** Text that is equal for equal parts. */
    String key() {
        return limit + " " + cursor + " " + columns;
    }

    /** Columns and rows that are shown, and the cursor of those after them. */
    record Shown(List<Board.Column> columns, List<Board.Row> rows, Optional<String> next) {}

    /**
     * The part of {@code board}.
     *
     * @throws CarryoverException INVALID_REQUEST
     */
    Shown of(Board board) {
        if (limit != null && (limit < 1 || limit > MOST_ROWS)) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "limit %d, must be 1 to %d".formatted(limit, MOST_ROWS));
        }
        List<Board.Column> shown = ChosenColumns.of(
                board,
                columns.stream()
                        .flatMap(text -> Arrays.stream(text.split(",")))
                        .filter(text -> !text.isBlank())
                        .toList());
        int from = cursor == null ? 0 : after(board, cursor);
        int most = Math.min(limit == null ? MOST_ROWS : limit, Math.max(1, MOST_CELLS / Math.max(1, shown.size())));
        int to = Math.min(board.rows().size(), from + most);
        List<Board.Row> rows = board.rows().subList(from, to);
        return new Shown(
                shown,
                rows,
                to < board.rows().size() && !rows.isEmpty()
                        ? Optional.of(text(to, rows.getLast().key()))
                        : Optional.empty());
    }

    private static String text(int place, String row) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place + " " + row).getBytes(StandardCharsets.UTF_8));
    }

    /** After the row that it names, wherever that stands by now; where it is gone, at the place that followed it. */
    private static int after(Board board, String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int space = plain.indexOf(' ');
            int place = Integer.parseInt(plain.substring(0, Math.max(0, space)));
            String key = plain.substring(space + 1);
            for (int i = 0; i < board.rows().size(); i++) {
                if (board.rows().get(i).key().equals(key)) {
                    return i + 1;
                }
            }
            return Math.clamp(place, 0, board.rows().size());
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "not a cursor of this board: '" + cursor + "'", e);
        }
    }
}
