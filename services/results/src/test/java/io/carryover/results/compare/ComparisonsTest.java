/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.ClassDifference;
import io.carryover.contracts.api.ComparisonView.ImageDifference;
import io.carryover.contracts.api.ComparisonView.McNemar;
import io.carryover.contracts.api.ComparisonView.Obstacle;
import io.carryover.contracts.api.ComparisonView.Paired;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.api.ComparisonView.Verdict;
import io.carryover.contracts.api.ComparisonView.Wins;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.artifacts.ReadFiles;
import io.carryover.results.board.Measured;
import io.carryover.results.fixture.ArtifactFiles;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import io.carryover.storage.Blobs;
import io.carryover.storage.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonsTest {
    private static final int IMAGES = 100;

    @TempDir
    Path folder = Path.of("");

    private Blobs blobs = new Blobs(new InMemoryObjectStore(), Path.of(""));
    private final List<ResultRecord> standing = new ArrayList<>();

    @BeforeEach
    void freshStore() {
        blobs = new Blobs(new InMemoryObjectStore(), folder);
    }

    @Test
    void topOneIsTestedByMcNemarAndHasAPairedBootstrap() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(linear("b", 84, i -> i < 80 || i >= 96));
        Paired paired = paired(only(compare("a", "b")));

        assertThat(paired.items()).isEqualTo("images");
        assertThat(paired.n()).isEqualTo(100);
        // Ten images against four: 2·Σ C(14,i)/2^14 for i ≤ 4.
        McNemar test = paired.mcnemar().orElseThrow();
        assertThat(test.onlyA()).isEqualTo(10);
        assertThat(test.onlyB()).isEqualTo(4);
        assertThat(test.p()).isCloseTo(2 * 1471 / 16384.0, within(1e-12));
        assertThat(paired.wins()).contains(new Wins(10, 4, 86));
        assertThat(paired.ci95().method()).isEqualTo("paired-bootstrap-2000-seed-0");
        assertThat(paired.ci95().lo()).isBetween(-3.0, 0.0);
        assertThat(paired.ci95().hi()).isBetween(12.0, 15.0);
        assertThat(only(compare("a", "b")).verdict()).isEqualTo(Verdict.NOT_SEPARABLE);
        assertThat(only(compare("a", "b")).difference()).isCloseTo(6, within(1e-9));
    }

    @Test
    void whoIsRightWhereverTheOtherIsAndMoreIsBetter() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(linear("b", 80, i -> i < 80));

        assertThat(only(compare("a", "b")).verdict()).isEqualTo(Verdict.A_BETTER);
        assertThat(only(compare("b", "a")).verdict()).isEqualTo(Verdict.B_BETTER);
        assertThat(paired(only(compare("b", "a"))).mcnemar().map(McNemar::onlyB))
                .contains(10L);
    }

    @Test
    void imagesWithTheLargestDifferenceOfLogProbabilityComeFirst() throws IOException {
        long[] labels = {0, 1, 0, 1};
        List<String> ids = List.of("test/cat/1.png", "test/dog/2.png", "test/cat/3.png", "test/dog/4.png");
        standing.add(withLogits("a", 75, labels, ids, 3, 0, 0, 1, 2, 0, 4, 0));
        standing.add(withLogits("b", 50, labels, ids, 1, 0, 0, 1, 0, 2, 1, 0));
        Paired paired = paired(only(compare("a", "b")));

        assertThat(paired.classes())
                .containsExactly(new ClassDifference(0, "cat", 2, 100, 50), new ClassDifference(1, "dog", 2, 50, 50));
        assertThat(paired.images())
                .extracting(ImageDifference::image)
                .containsExactly("test/dog/4.png", "test/cat/3.png", "test/cat/1.png");
        ImageDifference second = paired.images().get(1);
        assertThat(second.truth()).isEqualTo("cat");
        assertThat(second.saidA()).containsExactly("cat");
        assertThat(second.saidB()).containsExactly("dog");
        assertThat(second.logProbabilityA().orElseThrow()).isCloseTo(-Math.log1p(Math.exp(-2)), within(1e-12));
        assertThat(second.logProbabilityB().orElseThrow()).isCloseTo(-2 - Math.log1p(Math.exp(-2)), within(1e-12));
    }

    @Test
    void predictionsAloneTellImagesByWhoIsRight() throws IOException {
        standing.add(knn("a", 90, i -> i < 90));
        standing.add(knn("b", 84, i -> i < 80 || i >= 96));
        Paired paired = paired(only(compare("a", "b")));

        assertThat(paired.mcnemar().map(McNemar::onlyA)).contains(10L);
        assertThat(paired.images()).hasSize(14).allSatisfy(image -> assertThat(image.logProbabilityA())
                .isEmpty());
        assertThat(paired.images().getFirst().image()).isEqualTo("image 80");
        assertThat(paired.images().getFirst().saidB()).containsExactly("class 1");
    }

    @Test
    void meanPerClassIsPairedWithinClasses() throws IOException {
        standing.add(Records.metric(linear("a", 90, i -> i < 90), "mean-per-class"));
        standing.add(Records.metric(linear("b", 80, i -> i < 80), "mean-per-class"));
        Task task = only(compare("a", "b"));

        assertThat(paired(task).ci95().method()).isEqualTo("paired-bootstrap-stratified-2000-seed-0");
        assertThat(paired(task).mcnemar()).isEmpty();
        assertThat(task.verdict()).isEqualTo(Verdict.A_BETTER);
    }

    @Test
    void imagesWithSeveralClassesArePairedByPrecision() throws IOException {
        byte[] marks = new byte[2 * 40];
        float[] sure = new float[marks.length];
        float[] vague = new float[marks.length];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = (byte) (i % 4 == 0 ? 1 : i % 7 == 0 ? 2 : 0);
            sure[i] = marks[i] == 1 ? 2 : -2 - i;
            vague[i] = i % 9 - 4;
        }
        // What the protocol says of logits is tested where it is written; here both must agree with it.
        double of = Precisions.of("study", ReadFiles.marked(vague, marks, 2)).value();
        standing.add(marked("a", 100, sure, marks));
        standing.add(marked("b", of, vague, marks));
        Task task = only(compare("a", "b"));

        assertThat(task.verdict()).isEqualTo(Verdict.A_BETTER);
        assertThat(task.difference())
                .isBetween(paired(task).ci95().lo(), paired(task).ci95().hi());
        assertThat(paired(task).wins()).isEmpty();
        assertThat(paired(task).classes()).singleElement().satisfies(c -> {
            assertThat(c.index()).isZero();
            assertThat(c.images()).isEqualTo(20);
            assertThat(c.a()).isCloseTo(100, within(1e-9));
        });
        ImageDifference image = paired(task).images().getFirst();
        assertThat(image.logProbabilityA().orElseThrow())
                .isGreaterThan(image.logProbabilityB().orElseThrow());
        assertThat(image.truth()).isIn("class 0", "none");
    }

    @Test
    void episodesArePairedByTheirNormalIntervalAndHaveNoClasses() throws IOException {
        standing.add(fewShot("a", 80, 60, 70, 50));
        standing.add(fewShot("b", 78, 59, 70, 49));
        Paired paired = paired(only(compare("a", "b")));

        double half = 1.96 * Math.sqrt(0.5) / 2;
        assertThat(paired.items()).isEqualTo("episodes");
        assertThat(paired.ci95().method()).isEqualTo("paired-episodes");
        assertThat(paired.ci95().lo()).isCloseTo(1 - half, within(1e-9));
        assertThat(paired.wins()).contains(new Wins(3, 0, 1));
        assertThat(paired.mcnemar()).isEmpty();
        assertThat(paired.classes()).isEmpty();
    }

    @Test
    void seedsCountWithTheirMeanAndHaveNoMcNemar() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(Records.seed(linear("b", 80, i -> i < 80), 1));
        standing.add(Records.seed(linear("b", 70, i -> i < 70), 2));
        ComparisonView view = compare("a", "b");

        assertThat(only(view).b().results()).hasSize(2);
        assertThat(only(view).difference()).isCloseTo(15, within(1e-9));
        assertThat(paired(only(view)).mcnemar()).isEmpty();
        assertThat(paired(only(view)).wins()).contains(new Wins(20, 0, 80));
        assertThat(paired(only(view)).images().getFirst().saidB()).hasSize(2);
        assertThat(view.notes()).anySatisfy(note -> assertThat(note).startsWith("Several seeds:"));
    }

    @Test
    void equalWeightsTieAndNothingIsRead() {
        standing.add(bare("a", "w", 90, ProtocolId.STUDY));
        standing.add(bare("b", "w", 90, ProtocolId.STUDY));
        ComparisonView view = compare("a", "b");

        assertThat(view.sameWeights()).isTrue();
        assertThat(only(view).verdict()).isEqualTo(Verdict.SAME_WEIGHTS);
        assertThat(only(view).obstacle()).isEmpty();
        assertThat(view.notes().getFirst()).startsWith("Both loaded the same tensors");
    }

    @Test
    void aMissingArtifactLeavesBothNumbersWithoutAVerdict() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(Records.withArtifacts(bare("b", "b", 80, ProtocolId.STUDY), new TreeMap<>()));

        assertThat(only(compare("a", "b")).obstacle()).contains(new Obstacle("NO_ARTIFACT", "b keeps nothing by item"));
        assertThat(only(compare("a", "b")).verdict()).isEqualTo(Verdict.NOT_PAIRED);
        assertThat(only(compare("a", "b")).difference()).isEqualTo(10.0);
    }

    @Test
    void anArtifactThatTheStoreLostIsTriedAgain() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(bare("b", "b", 80, ProtocolId.STUDY));
        Comparisons comparisons = comparisons();

        assertThat(obstacle(comparisons)).isEqualTo("ARTIFACT_UNREADABLE");
        standing.removeLast();
        standing.add(linear("b", 80, i -> i < 80));
        assertThat(only(comparisons.of(TenantId.LOCAL, "a", "b")).verdict()).isEqualTo(Verdict.A_BETTER);
    }

    @Test
    void whatDoesNotBelongTogetherIsNotPaired() throws IOException {
        standing.add(linear("a", 90, i -> i < 90));
        standing.add(linear("b", 80, i -> i < 70));
        assertThat(obstacle(comparisons())).isEqualTo("OTHER_SCORE");

        standing.removeLast();
        standing.add(Records.withArtifacts(
                Records.linear(Records.checkpoint("b", "b"), DemoResults.DIGITS, ProtocolId.STUDY, 50, 1, 200),
                new TreeMap<>(Map.of("logits", ArtifactFiles.logits(blobs, folder, 200, i -> i < 100)))));
        assertThat(obstacle(comparisons())).isEqualTo("OTHER_ITEMS");
    }

    @Test
    void protocolsNeverMeet() {
        standing.add(bare("a", "a", 90, ProtocolId.STUDY));
        standing.add(bare("b", "b", 90, ProtocolId.CONVERGED));

        assertRefused("a", "b", ErrorCode.NOT_FOUND, "digits linear probe, top-1, protocol study/1: only a has it");
    }

    @Test
    void wrongBackbonesAreRefusedByName() {
        standing.add(bare("a", "a", 90, ProtocolId.STUDY));

        assertRefused("a", "c", ErrorCode.UNKNOWN_BACKBONE, "no result of a backbone 'c'");
        assertRefused("a", "a", ErrorCode.INVALID_REQUEST, "'a' and 'a' are one backbone: give two");
    }

    @Test
    void aNameOfTwoBackbonesMustBeMadeClear() {
        ResultRecord one = bare("a", "a", 90, ProtocolId.STUDY);
        ResultRecord other = bare("b", "b", 80, ProtocolId.STUDY);
        ResultRecord renamed = new ResultRecord(
                other.version(),
                other.key(),
                0,
                one.backbone(),
                other.dataset(),
                other.job(),
                other.output(),
                new TreeMap<>(),
                other.provenance(),
                other.featureProvenance(),
                other.at());
        standing.addAll(List.of(one, renamed));
        String first = "a (%s)".formatted(one.key().backbone().brief());
        String second = "a (%s)".formatted(renamed.key().backbone().brief());

        assertRefused("a", first, ErrorCode.INVALID_REQUEST, "2 backbones are called 'a': say which");
        assertThat(only(compare(first, second)).difference()).isEqualTo(10.0);
    }

    private Comparisons comparisons() {
        return new Comparisons(
                tenant -> name -> standing.stream()
                        .filter(record -> record.backbone().name().equals(name))
                        .map(Measured::of)
                        .toList(),
                ReadFiles.of(blobs, 1 << 20));
    }

    private ComparisonView compare(String a, String b) {
        return comparisons().of(TenantId.LOCAL, a, b);
    }

    private void assertRefused(String a, String b, ErrorCode code, String message) {
        assertThatThrownBy(() -> compare(a, b))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining(message)
                .extracting(e -> ((CarryoverException) e).code())
                .isEqualTo(code);
    }

    private static Task only(ComparisonView view) {
        assertThat(view.tasks()).hasSize(1);
        return view.tasks().getFirst();
    }

    private static Paired paired(Task task) {
        return task.paired().orElseThrow();
    }

    private static String obstacle(Comparisons comparisons) {
        return only(comparisons.of(TenantId.LOCAL, "a", "b"))
                .obstacle()
                .map(Obstacle::code)
                .orElse("none");
    }

    private static ResultRecord bare(String name, String weights, double value, ProtocolId protocol) {
        return Records.linear(Records.checkpoint(name, weights), DemoResults.DIGITS, protocol, value, 1, IMAGES);
    }

    private ResultRecord linear(String name, double value, IntPredicate right) throws IOException {
        return with(name, value, "logits", ArtifactFiles.logits(blobs, folder, IMAGES, right));
    }

    private ResultRecord withLogits(String name, double value, long[] labels, List<String> ids, float... logits)
            throws IOException {
        return with(name, value, "logits", ArtifactFiles.logits(blobs, folder, logits, labels, ids));
    }

    private ResultRecord marked(String name, double value, float[] logits, byte[] marks) throws IOException {
        return Records.metric(
                with(name, value, "logits", ArtifactFiles.marks(blobs, folder, logits, marks, 2)), "map11");
    }

    private static ResultRecord with(String name, double value, String artifact, ArtifactRef ref) {
        return Records.withArtifacts(bare(name, name, value, ProtocolId.STUDY), new TreeMap<>(Map.of(artifact, ref)));
    }

    private ResultRecord knn(String name, double value, IntPredicate right) throws IOException {
        return Records.withArtifacts(
                Records.knn(Records.checkpoint(name, name), DemoResults.DIGITS, value, 1, IMAGES),
                new TreeMap<>(Map.of("predictions", ArtifactFiles.predictions(blobs, folder, IMAGES, right))));
    }

    private ResultRecord fewShot(String name, double... accuracies) throws IOException {
        double mean = Arrays.stream(accuracies).average().orElseThrow();
        return Records.withArtifacts(
                Records.fewShot(Records.checkpoint(name, name), DemoResults.DIGITS, 5, mean, 0.4),
                new TreeMap<>(Map.of("accuracies", ArtifactFiles.accuracies(blobs, folder, accuracies))));
    }
}
