/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.Interval;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.board.Board;
import io.carryover.results.board.Boards;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBootstrapTest {
    private static final int IMAGES = 100;

    @TempDir
    Path folder = Path.of("");

    private Blobs blobs = new Blobs(new InMemoryObjectStore(), Path.of(""));
    private SharedBootstrap bootstrap = bootstrap();

    @BeforeEach
    void freshStore() {
        blobs = new Blobs(new InMemoryObjectStore(), folder);
        bootstrap = bootstrap();
    }

    @Test
    void ranksThatTheImagesCanNotTellApartOverlap() throws IOException {
        Board board = board(
                linear("a", "a", 90, i -> i < 90),
                linear("b", "b", 89, i -> i > 10),
                linear("c", "c", 10, i -> i < 10));

        assertThat(intervals(board)).containsExactly("a 1.0-2.0", "b 1.0-2.0", "c 3.0-3.0");
        assertThat(board.notes())
                .contains(
                        "95 % intervals of ranks: ranks over 2,000 draws of the same test images for every backbone of a"
                                + " column.");
    }

    @Test
    void aBackboneThatIsRightWhereverAnotherIsStandsAboveItInEveryDraw() throws IOException {
        Board board = board(linear("a", "a", 90, i -> i < 90), linear("b", "b", 80, i -> i < 80));

        assertThat(intervals(board)).containsExactly("a 1.0-1.0", "b 2.0-2.0");
    }

    @Test
    void equalWeightsTakeOnePlace() throws IOException {
        Board board = board(
                linear("a", "w", 90, i -> i < 90),
                linear("again", "w", 90, i -> i < 90),
                linear("b", "b", 50, i -> i < 50));

        assertThat(intervals(board)).containsExactly("a 1.0-1.0", "again 1.0-1.0", "b 2.0-2.0");
    }

    /** Beyond the study: ranked in its column, which the mean rank leaves out. */
    @Test
    void predictionsOfNeighboursAreUnitsToo() throws IOException {
        Board board = board(knn("a", 90, i -> i < 90), knn("b", 89, i -> i > 10), knn("c", 10, i -> i < 10));

        assertThat(intervals(board)).containsExactlyInAnyOrder("a 1.0-2.0", "b 1.0-2.0", "c 3.0-3.0");
        assertThat(board.rows()).allSatisfy(row -> assertThat(row.meanRank()).isEmpty());
        assertThat(board.notes())
                .contains(
                        "Beyond the study, so not counted in the mean rank: digits k-NN.",
                        "No mean rank: no task of the study on a target dataset has results of at least half of the backbones.");
    }

    private ResultRecord knn(String name, double value, IntPredicate right) throws IOException {
        return Records.withArtifacts(
                Records.knn(Records.checkpoint(name, name), DemoResults.DIGITS, value, 1, IMAGES),
                new TreeMap<>(Map.of("predictions", ArtifactFiles.predictions(blobs, folder, IMAGES, right))));
    }

    @Test
    void episodesAreDrawnTogether() throws IOException {
        Board board = board(fewShot("a", 80, 60), fewShot("b", 70, 50));

        assertThat(intervals(board)).containsExactly("a 1.0-1.0", "b 2.0-2.0");
        assertThat(board.rows()
                        .getFirst()
                        .cells()
                        .values()
                        .iterator()
                        .next()
                        .rankCi95()
                        .map(Interval::method))
                .contains("rank-bootstrap-episodes");
    }

    @Test
    void oneMissingArtifactLeavesTheColumnWithoutIntervals() throws IOException {
        Board board = board(
                linear("a", "a", 90, i -> i < 90),
                Records.linear(Records.checkpoint("b", "b"), DemoResults.DIGITS, ProtocolId.STUDY, 80, 1, IMAGES));

        assertThat(intervals(board)).containsExactly("a none", "b none");
        assertThat(board.notes())
                .contains("No intervals of ranks: they need every backbone's per-image or per-episode artifacts.");
    }

    @Test
    void anArtifactThatGivesAnotherScoreIsNotUsed() throws IOException {
        Board board = board(linear("a", "a", 90, i -> i < 90), linear("b", "b", 80, i -> i < 70));

        assertThat(intervals(board)).containsExactly("a none", "b none");
    }

    @Test
    void otherImagesAreNotPaired() throws IOException {
        ArtifactRef other = ArtifactFiles.logits(blobs, folder, 200, i -> i < 100);
        Board board = board(
                linear("a", "a", 90, i -> i < 90),
                Records.withArtifacts(
                        Records.linear(Records.checkpoint("b", "b"), DemoResults.DIGITS, ProtocolId.STUDY, 50, 1, 200),
                        new TreeMap<>(Map.of("logits", other))));

        assertThat(intervals(board)).containsExactly("a none", "b none");
    }

    private SharedBootstrap bootstrap() {
        return new SharedBootstrap(new ItemFiles(new Artifacts(blobs), 1 << 20), true);
    }

    private ResultRecord linear(String name, String weights, double value, IntPredicate right) throws IOException {
        return Records.withArtifacts(
                Records.linear(
                        Records.checkpoint(name, weights), DemoResults.DIGITS, ProtocolId.STUDY, value, 1, IMAGES),
                new TreeMap<>(Map.of("logits", ArtifactFiles.logits(blobs, folder, IMAGES, right))));
    }

    /** Episodes that alternate between two accuracies. */
    private ResultRecord fewShot(String name, double one, double other) throws IOException {
        return Records.withArtifacts(
                Records.fewShot(Records.checkpoint(name, name), DemoResults.DIGITS, 5, (one + other) / 2, 0.4),
                new TreeMap<>(Map.of("accuracies", ArtifactFiles.accuracies(blobs, folder, one, other, one, other))));
    }

    private Board board(ResultRecord... records) {
        return Boards.of(List.of(records).stream().map(Measured::of).toList(), Optional.empty(), bootstrap);
    }

    private static List<String> intervals(Board board) {
        return board.rows().stream()
                .map(row -> row.label() + " "
                        + row.cells()
                                .values()
                                .iterator()
                                .next()
                                .rankCi95()
                                .map(ci -> ci.lo() + "-" + ci.hi())
                                .orElse("none"))
                .toList();
    }
}
