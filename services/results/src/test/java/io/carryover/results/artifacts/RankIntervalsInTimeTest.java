/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Eventually;
import io.carryover.results.fixture.Records;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankIntervalsInTimeTest {
    private static final int IMAGES = 10;

    @TempDir
    Path folder = Path.of("");

    @Test
    void aSmallBoardHasThemAtOnce() throws IOException {
        RankIntervalsInTime.OfBoard ranks = intervals(100).ofBoard("v");
        Board board = board(backbones(3), ranks);

        assertThat(with(board)).isEqualTo(3);
        assertThat(ranks.notes()).isEmpty();
    }

    @Test
    void aLargeOneHasThemLaterAndSaysSo() throws IOException {
        RankIntervalsInTime intervals = intervals(1000);
        List<ResultRecord> records = backbones(300);
        RankIntervalsInTime.OfBoard ranks = intervals.ofBoard("v");

        assertThat(with(board(records, ranks))).isZero();
        assertThat(ranks.notes())
                .containsExactly(
                        "Intervals of ranks of 1 columns are being computed: they will stand on this board later.");
        Eventually.holds(() -> intervals.state() == 1);
        RankIntervalsInTime.OfBoard next = intervals.ofBoard("v");
        assertThat(with(board(records, next))).isEqualTo(300);
        assertThat(next.notes()).isEmpty();
    }

    @Test
    void tooManyBackbonesHaveNone() throws IOException {
        RankIntervalsInTime.OfBoard ranks = intervals(2).ofBoard("v");

        assertThat(with(board(backbones(3), ranks))).isZero();
        assertThat(ranks.notes())
                .containsExactly("1 columns have more than 2 backbones: too many for intervals of ranks.");
    }

    /** A board made again after a failure doesn't promise what won't come, and asks again when there are other results. */
    @Test
    void whatFailedIsTriedAgainWhenResultsChange() throws IOException {
        RankIntervalsInTime intervals = intervals(1000);
        List<ResultRecord> records = new ArrayList<>(backbones(299));
        records.add(Records.linear(
                Records.checkpoint("lost", "lost"), DemoResults.DIGITS, ProtocolId.STUDY, 50, 1, IMAGES));
        board(records, intervals.ofBoard("v"));
        Eventually.holds(() -> intervals.state() == 1);

        RankIntervalsInTime.OfBoard same = intervals.ofBoard("v");
        board(records, same);
        assertThat(same.notes()).isEmpty();
        RankIntervalsInTime.OfBoard changed = intervals.ofBoard("w");
        board(records, changed);
        assertThat(changed.notes()).hasSize(1);
    }

    private final Blobs blobs = new Blobs(new InMemoryObjectStore(), Path.of(System.getProperty("java.io.tmpdir")));

    private RankIntervalsInTime intervals(int most) {
        return new RankIntervalsInTime(new SharedBootstrap(new ItemFiles(new Artifacts(blobs), 1 << 20), true), most);
    }

    private List<ResultRecord> backbones(int many) throws IOException {
        List<ResultRecord> records = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            int right = i % (IMAGES + 1);
            records.add(Records.withArtifacts(
                    Records.linear(
                            Records.checkpoint("b" + i, "b" + i),
                            DemoResults.DIGITS,
                            ProtocolId.STUDY,
                            100.0 * right / IMAGES,
                            1,
                            IMAGES),
                    new TreeMap<>(
                            Map.of("logits", ArtifactFiles.logits(blobs, folder, IMAGES, image -> image < right)))));
        }
        return records;
    }

    private static Board board(List<ResultRecord> records, Boards.RankIntervals ranks) {
        return Boards.of(records.stream().map(Measured::of).toList(), Optional.empty(), ranks);
    }

    private static long with(Board board) {
        return board.rows().stream()
                .flatMap(row -> row.cells().values().stream())
                .filter(cell -> cell.rankCi95().isPresent())
                .count();
    }
}
