/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.json.Json;
import io.carryover.protocols.analysis.TransferSetting;
import io.carryover.results.pages.chart.Chart;
import io.carryover.results.study.StudyAnalysis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the study's page says and hands out. */
class StudyPagesTest {
    private static final StudyPage PAGE =
            StudyPages.of(new StudyAnalysis().within(Duration.ofMinutes(5)).orElseThrow());

    @Test
    void claimsAreCounted() {
        assertThat(PAGE.above()).isEqualTo(10);
        assertThat(PAGE.datasets()).isEqualTo(11);
        assertThat(PAGE.agreeing()).isEqualTo(11);
        assertThat(PAGE.detection())
                .contains(
                        "deepcluster-v2, first in linear accuracy, is number 8 in frozen detection and number 7 in fine-tuned detection");
    }

    @Test
    void eachOfTheEightSettingsHasAPanelWithLineBandAndFigures() {
        assertThat(PAGE.panels()).hasSize(8).allSatisfy(panel -> {
            JsonNode drawing = Json.read(panel.json().getValue(), JsonNode.class);
            assertThat(drawing.path("kind").asText()).isEqualTo("scatter");
            assertThat(drawing.path("points")).hasSize(14);
            assertThat(drawing.path("line")).hasSize(2);
            assertThat(drawing.path("band")).hasSize(25);
            assertThat(panel.figures()).matches("r -?0\\.\\d\\d, 95 % interval .* n 14");
            assertThat(panel.sentence()).contains("Leaving one model out", "76.13");
            assertThat(panel.table().rows()).hasSize(14);
        });
    }

    @Test
    void everyTaskHasItsCorrelation() {
        // 10 means, 6 of detection, 5 of normals, 2 of segmentation; the other 61 by dataset.
        assertThat(PAGE.settings().table().rows()).hasSize(23);
        assertThat(PAGE.tasks().table().rows()).hasSize(61);
    }

    @Test
    void segmentationIsMarkedOnPanelTableAndDownload() {
        for (Chart chart : List.of(PAGE.panels().getLast(), PAGE.settings(), PAGE.ranks(), PAGE.meanRanks())) {
            assertThat(chart.caveat()).isEqualTo(TransferSetting.SEGMENTATION_CAVEAT);
            assertThat(chart.table().csv()).contains(TransferSetting.SEGMENTATION_CAVEAT);
        }
        assertThat(PAGE.panels().getFirst().caveat()).isEmpty();
        assertThat(PAGE.panels().getFirst().table().csv()).doesNotContain("caveat");
    }

    @Test
    void tablesAreFiles() {
        String csv = PAGE.table(StudyPage.LINEAR).orElseThrow().csv();

        assertThat(csv.lines()).hasSize(12);
        assertThat(csv)
                .contains("voc2007,11-point mAP,deepcluster-v2,83.94,83.6,0.34")
                .contains(",,,not separable: no interval,2,13");
        assertThat(PAGE.table("nothing")).isEmpty();
        assertThat(PAGE.table(PAGE.ranks().id()).orElseThrow().csv()).startsWith("model,linear_rank,linear_rank_lo");
    }
}
