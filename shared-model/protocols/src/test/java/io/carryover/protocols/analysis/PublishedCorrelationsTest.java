/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.published.StudyTables;
import io.carryover.protocols.correlation.Association;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the paper prints, from the numbers that it prints. */
class PublishedCorrelationsTest {
    /** Printed with two decimals from inputs with more than are printed: half a digit, and as much for the inputs. */
    private static final double TOLERANCE = 0.006;

    /**
     * Printed -0.51; from the printed distances, which have two decimals and lie within 0.22 of each other, r is -0.49. A value that rounds
     * to -0.51 needs no more than distances that round to the printed ones: docs/analysis.md.
     */
    private static final Map<String, Double> EXPLAINED = Map.of("lpips_alexnet", -0.49);

    private static final List<Score> SCORES = PublishedScores.of(StudyTables::text);
    private static final List<Panel> PANELS = Panels.of(ScoreTable.of(SCORES));

    @Test
    void theTwelvePrintedCorrelationsAreFoundAgain() {
        Map<String, Double> imagenet = byMetric("imagenet");
        Map<String, Double> transfer = byMetric("linear:MEAN_OF_LOGITS");
        List<String[]> printed = StudyTables.text("published_correlations")
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();

        assertThat(printed).hasSize(12);
        for (String[] row : printed) {
            Map<String, Double> ours = row[0].equals("imagenet_top1_logit") ? imagenet : transfer;
            double wanted = EXPLAINED.getOrDefault(row[1], Double.valueOf(row[3]));
            assertThat(ours.get(row[1])).as("%s with %s", row[0], row[1]).isCloseTo(wanted, within(TOLERANCE));
        }
    }

    @Test
    void everyPrintedNumberIsInAPanelAndMeansAreTakenAnew() {
        assertThat(SCORES).hasSize(14 * (1 + 11 + 11 + 10 + 10 + 7 + 12 + 6 + 5 + 2 + 11));
        assertThat(PANELS.stream().filter(p -> !p.dataset().equals(Panel.MEAN)))
                .hasSize(1 + 11 + 11 + 10 + 10 + 7 + 12 + 6 + 5 + 2 + 11)
                .allSatisfy(p -> assertThat(p.values()).hasSize(14));
        assertThat(PANELS.stream().filter(p -> p.dataset().equals(Panel.MEAN)).map(Panel::task))
                .containsExactlyInAnyOrder(
                        "linear",
                        "finetune",
                        "few-shot",
                        "few-shot-5w5s15q",
                        "few-shot-5w20s15q",
                        "few-shot-5w50s15q",
                        "few-shot-cdfsl",
                        "few-shot-cdfsl-5w5s15q",
                        "few-shot-cdfsl-5w20s15q",
                        "few-shot-cdfsl-5w50s15q");
        assertThat(PANELS.stream().filter(p -> !p.caveat().isEmpty()).map(Panel::task))
                .containsExactly("segmentation", "segmentation");
    }

    @Test
    void supervisedAsTorchvisionDocumentsItMovesTheReferenceAlone() {
        Panel other = find(
                Panels.of(
                        ScoreTable.of(PublishedScores.withSupervised(SCORES, PublishedScores.SUPERVISED_TORCHVISION))),
                "imagenet");
        Panel reference = find(PANELS, "imagenet");

        List<PanelCorrelation> both = analysis().against(reference, PANELS, Optional.of(other));
        List<PanelCorrelation> moved = analysis().against(other, PANELS, Optional.empty());

        for (int i = 0; i < both.size(); i++) {
            assertThat(both.get(i).alternative().orElseThrow().pearson()).isCloseTo(r(moved.get(i)), within(1e-12));
        }
    }

    @Test
    void falseDiscoveriesAreCountedInFamilies() {
        List<PanelCorrelation> all = analysis().against(find(PANELS, "imagenet"), PANELS, Optional.empty());
        Map<String, List<PanelCorrelation>> families =
                all.stream().collect(Collectors.groupingBy(p -> p.panel().family()));

        assertThat(families.get("attention")).singleElement().satisfies(p -> assertThat(
                        p.pearsonQ().orElseThrow())
                .isEqualTo(((Association.Measured) p.correlations().pearson()).p()));
        assertThat(families.get("linear")).hasSize(11);
        assertThat(families.get("averages")).hasSize(10);
    }

    @Test
    void anyTaskIsAReference() {
        List<PanelCorrelation> all =
                analysis().against(find(PANELS, "detection-frozen:voc07test:AP50"), PANELS, Optional.empty());

        assertThat(all).hasSize(PANELS.size() - 1);
        assertThat(all.stream().filter(p -> p.panel().dataset().equals("imagenet")))
                .hasSize(1);
    }

    private static Map<String, Double> byMetric(String reference) {
        return analysis().against(find(PANELS, reference), PANELS, Optional.empty()).stream()
                .filter(p -> p.panel().dataset().startsWith("average-"))
                .collect(Collectors.toMap(p -> p.panel().metric(), PublishedCorrelationsTest::r));
    }

    private static double r(PanelCorrelation panel) {
        return ((Association.Measured) panel.correlations().pearson()).r();
    }

    private static CorrelationAnalysis analysis() {
        return new CorrelationAnalysis(100, 0);
    }

    private static Panel find(List<Panel> panels, String name) {
        return panels.stream().filter(p -> p.isCalled(name)).findFirst().orElseThrow();
    }
}
