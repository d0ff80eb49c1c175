/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.published.StudyTables;
import org.junit.jupiter.api.Test;

class RankingAnalysisTest {
    private static final Ranking PUBLISHED =
            RankingAnalysis.of(ScoreTable.of(PublishedScores.of(StudyTables::text)), 0);

    @Test
    void publishedModelsAreRankedInEightSettings() {
        assertThat(PUBLISHED.models()).hasSize(14);
        assertThat(PUBLISHED.leftOut()).isEmpty();
        assertThat(PUBLISHED.settings()).extracting(RankedSetting::setting).containsExactly(TransferSetting.values());
        assertThat(PUBLISHED.settings())
                .extracting(s -> s.datasets().size())
                .containsExactly(11, 11, 10, 4, 1, 1, 1, 1);
        assertThat(PUBLISHED.sources()).hasSize(1);
        assertThat(PUBLISHED.overall().orElseThrow().meanRanks().stream()
                        .mapToDouble(r -> r)
                        .sum())
                .isCloseTo(14 * 7.5, within(1e-9));
    }

    /** The first of each, read off the printed tables. */
    @Test
    void theFirstOfEachSettingIsThePapers() {
        assertThat(PUBLISHED.settings().stream().map(RankingAnalysisTest::first))
                .containsExactly(
                        "deepcluster-v2",
                        "deepcluster-v2",
                        "supervised",
                        "deepcluster-v2",
                        "simclr-v2",
                        "byol",
                        "simclr-v2",
                        "pcl-v1");
    }

    @Test
    void whatIsNotKnownOfUncertaintyIsSaid() {
        RankedSetting linear = setting(TransferSetting.LINEAR);

        assertThat(linear.intervals()).isPresent();
        assertThat(linear.heldFixed()).containsExactly("linear:voc2007:mAP11:published");
        assertThat(setting(TransferSetting.FEW_SHOT).heldFixed()).isEmpty();
        assertThat(setting(TransferSetting.DETECTION_FROZEN).intervals()).isEmpty();
        assertThat(setting(TransferSetting.NORMALS).friedman()).isEmpty();
    }

    @Test
    void segmentationCarriesItsCaveatAndCanBeLeftOut() {
        assertThat(PUBLISHED.settings().stream()
                        .filter(s -> !s.caveat().isEmpty())
                        .map(RankedSetting::setting))
                .containsExactly(TransferSetting.SEGMENTATION);
        assertThat(PUBLISHED.withoutSegmentation().orElseThrow().meanRanks())
                .isNotEqualTo(PUBLISHED.overall().orElseThrow().meanRanks());
    }

    /** 91 pairs in each setting of several datasets; the first setting's lowest p, 2/2¹¹, times 91. */
    @Test
    void pairsAreCorrectedWithinASetting() {
        assertThat(PUBLISHED.pairs()).hasSize(4 * 91);
        var least = PUBLISHED.pairs().stream()
                .filter(p -> p.setting() == TransferSetting.LINEAR)
                .mapToDouble(Ranking.Pair::adjusted)
                .min()
                .orElseThrow();
        assertThat(least).isCloseTo(91 * 2 / 2048.0, within(1e-12));
    }

    @Test
    void aModelThatLacksATaskIsLeftOutByNameAndNothingIsImputed() {
        Ranking ranking = RankingAnalysis.of(table("""
                model,task,dataset,metric,value
                a,linear,pets,top1,50
                a,linear,dtd,top1,50
                b,linear,pets,top1,60
                b,linear,dtd,top1,40
                c,linear,pets,top1,99
                """), 0);

        assertThat(ranking.models()).containsExactly("a", "b");
        assertThat(ranking.leftOut()).containsEntry("c", "linear:dtd:top1:unstated");
        assertThat(ranking.settings().getFirst().ranks()).containsExactly(1.5, 1.5);
    }

    @Test
    void aColumnThatFewModelsHaveDoesNotDecideWhoIsRanked() {
        Ranking ranking = RankingAnalysis.of(table("""
                model,task,dataset,metric,value
                a,linear,pets,top1,50
                b,linear,pets,top1,60
                c,linear,pets,top1,70
                c,finetune,pets,top1,70
                c,linear,dtd,top1,70
                """), 0);

        assertThat(ranking.models()).hasSize(3);
        assertThat(ranking.settings()).singleElement().satisfies(s -> assertThat(s.leftOut())
                .containsExactly("linear:dtd:top1:unstated"));
        assertThat(ranking.settings().getFirst().ranks()).containsExactly(3.0, 2.0, 1.0);
    }

    @Test
    void tiesEverywhereShareTheMiddleRank() {
        Ranking ranking = RankingAnalysis.of(table("""
                model,task,dataset,metric,value,n
                a,linear,pets,top1,50,100
                a,linear,dtd,top1,50,100
                b,linear,pets,top1,50,100
                b,linear,dtd,top1,50,100
                """), 0);

        assertThat(ranking.settings().getFirst().ranks()).containsExactly(1.5, 1.5);
        assertThat(ranking.settings().getFirst().friedman().orElseThrow().p()).isEqualTo(1);
        assertThat(ranking.pairs()).singleElement().satisfies(p -> assertThat(p.adjusted())
                .isEqualTo(1));
        assertThat(RankingFields.of(ranking, 0)).containsKeys("settings", "models", "friedman", "pairs");
    }

    @Test
    void protocolsShareNoRank() {
        assertThatThrownBy(() -> RankingAnalysis.of(table("""
                        model,task,dataset,metric,value,protocol
                        a,linear,pets,top1,50,study/1
                        a,linear,dtd,top1,50,converged/1
                        """), 0))
                .isInstanceOf(CarryoverException.class)
                .hasMessage(
                        "linear has numbers of study/1 and of converged/1, which share no rank: choose one with --protocol");
    }

    @Test
    void withoutASettingThereIsNothingToRank() {
        Ranking ranking = RankingAnalysis.of(table("""
                model,task,dataset,metric,value,role
                a,linear,imagenet,top1,50,source
                a,knn,pets,top1,50,target
                """), 0);

        assertThat(ranking.models()).isEmpty();
        assertThat(ranking.overall()).isEmpty();
    }

    private static ScoreTable table(String csv) {
        return ScoreTable.of(ResultsCsv.read("r.csv", csv));
    }

    private static RankedSetting setting(TransferSetting wanted) {
        return PUBLISHED.settings().stream()
                .filter(s -> s.setting() == wanted)
                .findFirst()
                .orElseThrow();
    }

    private static String first(RankedSetting setting) {
        return PUBLISHED.models().get(setting.ranks().indexOf(1.0));
    }
}
