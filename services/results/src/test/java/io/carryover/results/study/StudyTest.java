/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.carryover.protocols.analysis.Panel;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.protocols.correlation.Association;
import io.carryover.results.study.LinearClaim.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The study's claims, from its printed tables. */
class StudyTest {
    private static final Study STUDY = Study.of(200, 0);

    @Test
    void theBestSelfSupervisedModelIsAboveTheSupervisedOneOnAllLinearTasksButPets() {
        assertThat(STUDY.linear()).hasSize(11);
        assertThat(STUDY.linear().stream().filter(c -> c.difference() > 0)).hasSize(10);
        assertThat(STUDY.linear().stream().filter(c -> c.difference() < 0))
                .singleElement()
                .satisfies(pets -> {
                    assertThat(pets.dataset()).isEqualTo("pets");
                    assertThat(pets.verdict()).isEqualTo(Verdict.BELOW);
                    assertThat(pets.ci95().orElseThrow().hi()).isNegative();
                });
    }

    @Test
    void howManyOfTheThirteenAreAboveIsCounted() {
        assertThat(STUDY.linear())
                .allSatisfy(c -> assertThat(c.selfSupervised()).isEqualTo(13));
        assertThat(STUDY.linear().stream().collect(Collectors.toMap(LinearClaim::dataset, LinearClaim::above)))
                .isEqualTo(Map.ofEntries(
                        Map.entry("aircraft", 5L),
                        Map.entry("caltech101", 3L),
                        Map.entry("cars", 4L),
                        Map.entry("cifar10", 8L),
                        Map.entry("cifar100", 6L),
                        Map.entry("dtd", 8L),
                        Map.entry("flowers", 7L),
                        Map.entry("food", 6L),
                        Map.entry("pets", 0L),
                        Map.entry("sun397", 5L),
                        Map.entry("voc2007", 2L)));
    }

    @Test
    void voc2007IsNotSeparableAsNothingSaysHowUncertainItIs() {
        LinearClaim voc = STUDY.linear().stream()
                .filter(c -> c.dataset().equals("voc2007"))
                .findFirst()
                .orElseThrow();

        assertThat(voc.best()).isEqualTo("deepcluster-v2");
        assertThat(voc.difference()).isCloseTo(0.34, within(1e-9));
        assertThat(voc.ci95()).isEmpty();
        assertThat(voc.verdict()).isEqualTo(Verdict.NOT_SEPARABLE);
    }

    /** 100·√(p(1-p)/(n+1)) of both at (k+½)/(n+1), n = 1,880: 1.96·√(0.9455² + 1.0327²) = 2.7444. */
    @Test
    void intervalsAreThoseOfTwoShares() {
        LinearClaim dtd = STUDY.linear().stream()
                .filter(c -> c.dataset().equals("dtd"))
                .findFirst()
                .orElseThrow();

        assertThat(dtd.ci95().orElseThrow().hi() - dtd.difference()).isCloseTo(2.744, within(1e-2));
        assertThat(dtd.verdict()).isEqualTo(Verdict.ABOVE);
    }

    @Test
    void elevenOfTwelvePrintedCorrelationsComeBack() {
        assertThat(STUDY.recomputed()).hasSize(12);
        assertThat(STUDY.recomputed().stream().filter(r -> !r.agrees()))
                .extracting(Study.Recomputed::what)
                .containsExactly("lpips_alexnet");
        assertThat(STUDY.recomputed().getLast().ours().r()).isCloseTo(0.375, within(1e-3));
    }

    @Test
    void segmentationCarriesItsWarning() {
        assertThat(STUDY.correlations().stream().filter(p -> p.panel().task().equals("segmentation")))
                .hasSize(2)
                .allSatisfy(p -> assertThat(p.panel().caveat()).isEqualTo(TransferSetting.SEGMENTATION_CAVEAT));
        assertThat(STUDY.ranking().withoutSegmentation()).isPresent();
    }

    @Test
    void detectionGoesWithRecognitionOnlyInPart() {
        assertThat(STUDY.detection())
                .extracting(p -> ((Association.Measured) p.correlations().spearman()).r())
                .satisfiesExactlyInAnyOrder(
                        frozen -> assertThat(frozen).isCloseTo(0.61, within(0.01)),
                        tuned -> assertThat(tuned).isCloseTo(0.30, within(0.01)));
        assertThat(STUDY.detection()).noneMatch(p -> p.panel().dataset().equals(Panel.MEAN));
    }

    @Test
    void itIsAnalysedOnceAndOnAThreadOfItsOwn() {
        var analysis = new StudyAnalysis();

        Study first = analysis.within(Duration.ofMinutes(5)).orElseThrow();

        assertThat(analysis.within(Duration.ZERO)).containsSame(first);
    }
}
