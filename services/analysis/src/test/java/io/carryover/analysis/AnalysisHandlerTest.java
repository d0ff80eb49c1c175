/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput.Analysed;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.analysis.PublishedScores;
import io.carryover.protocols.analysis.RankingAnalysis;
import io.carryover.protocols.analysis.RankingFields;
import io.carryover.protocols.analysis.ReferenceCorrelations;
import io.carryover.protocols.analysis.ResultsCsv;
import io.carryover.protocols.analysis.ScoreTable;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.worker.StepResult;
import io.carryover.worker.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisHandlerTest {
    private static final int DRAWS = 300;
    /** Five models in two columns of one protocol, and one of these columns in another. */
    private static final String TWO_PROTOCOLS = """
            model,task,dataset,metric,protocol,value,n
            a,linear,pets,top1,study/1,50,100
            b,linear,pets,top1,study/1,55,100
            c,linear,pets,top1,study/1,61,100
            d,linear,pets,top1,study/1,64,100
            e,linear,pets,top1,study/1,70,100
            a,linear,cars,top1,study/1,20,100
            b,linear,cars,top1,study/1,26,100
            c,linear,cars,top1,study/1,24,100
            d,linear,cars,top1,study/1,33,100
            e,linear,cars,top1,study/1,35,100
            a,linear,cars,top1,converged/1,21,100
            b,linear,cars,top1,converged/1,27,100
            c,linear,cars,top1,converged/1,25,100
            d,linear,cars,top1,converged/1,34,100
            e,linear,cars,top1,converged/1,36,100
            """;

    @SuppressWarnings("NullAway.Init") // before each test
    private Desk desk;

    @BeforeEach
    void layOut(@TempDir Path folder) {
        desk = new Desk(folder);
    }

    @Test
    void theStudysTablesComeToTheDocumentsOfTheCommand() throws IOException {
        String table = ResultsCsv.text(PublishedScores.of(StudyTables::text));

        StepResult result = run(table, "imagenet", Optional.empty());

        var scores = ResultsCsv.read("published", table);
        assertThat(document(result, "correlations"))
                .isEqualTo(tree(
                        ReferenceCorrelations.of(scores, "imagenet", DRAWS, 7).fields()));
        assertThat(document(result, "ranking"))
                .isEqualTo(tree(RankingFields.of(RankingAnalysis.of(ScoreTable.of(scores), 7), 7)));
        Analysed summary = (Analysed) result.output();
        assertThat(summary.models()).isEqualTo(14);
        assertThat(summary.panels())
                .isEqualTo(document(result, "correlations").path("panels").size());
        assertThat(summary.settings())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TransferSetting.values())
                        .map(TransferSetting::id)
                        .toList());
        assertThat(summary.warnings()).contains(TransferSetting.SEGMENTATION_CAVEAT);
    }

    @Test
    void theStrongestIsTheLargestRWithItsInterval() throws IOException {
        StepResult result = run(TWO_PROTOCOLS, "linear:pets", Optional.of("study/1"));

        var strongest = ((Analysed) result.output()).strongest().orElseThrow();
        double largest = document(result, "correlations").path("panels").findValues("pearson").stream()
                .mapToDouble(pearson -> pearson.path("r").asDouble())
                .max()
                .orElseThrow();
        assertThat(strongest.r()).isEqualTo(largest).isCloseTo(0.976355, within(1e-6));
        assertThat(strongest.ci95().lo()).isLessThan(strongest.r());
        assertThat(strongest.ci95().hi()).isGreaterThan(strongest.r());
        assertThat(((Analysed) result.output()).warnings()).anyMatch(words -> words.contains("too few to rank"));
    }

    @Test
    void whatCannotBeRankedIsStillCorrelated() throws IOException {
        StepResult mixed = run(TWO_PROTOCOLS, "linear:pets", Optional.empty());
        StepResult chosen = run(TWO_PROTOCOLS, "linear:pets", Optional.of("study/1"));

        assertThat(mixed.artifacts()).containsOnlyKeys("correlations");
        assertThat(((Analysed) mixed.output()).warnings())
                .anyMatch(words -> words.startsWith("no ranking: linear has numbers of study/1 and of converged/1"));
        assertThat(((Analysed) mixed.output()).settings()).isEmpty();
        assertThat(((Analysed) chosen.output()).settings()).containsExactly("linear");
        assertThat(document(chosen, "ranking").path("common_support").asInt()).isEqualTo(5);
    }

    @Test
    void aReferenceThatIsNotThereIsTheRequestsError() {
        assertThatThrownBy(() -> run(TWO_PROTOCOLS, "linear:dtd", Optional.empty()))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining("linear:dtd names nothing here: linear:pets:top1:study/1");
    }

    @Test
    void aLostTableIsALostInput() {
        assertThatThrownBy(() -> new AnalysisHandler(desk.blobs).run(spec(Sha256.of("gone"), "x"), desk))
                .isInstanceOfSatisfying(
                        CarryoverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_LOST));
    }

    @Test
    void stopsBetweenItsDocuments() {
        desk.stop = true;

        assertThatThrownBy(() -> run(TWO_PROTOCOLS, "linear:pets", Optional.empty()))
                .isInstanceOf(StopSignal.class);
    }

    private StepResult run(String table, String reference, Optional<String> protocol) throws IOException {
        return new AnalysisHandler(desk.blobs)
                .run(new JobSpec.Analysis(desk.table(table), reference, protocol, DRAWS, 7), desk);
    }

    private static JobSpec.Analysis spec(Sha256 table, String reference) {
        return new JobSpec.Analysis(table, reference, Optional.empty(), DRAWS, 0);
    }

    private JsonNode document(StepResult result, String name) {
        ArtifactRef artifact = Objects.requireNonNull(result.artifacts().get(name), name);
        return Json.read(desk.text(artifact), JsonNode.class);
    }

    private static JsonNode tree(Object fields) {
        return Json.read(Json.text(fields), JsonNode.class);
    }
}
