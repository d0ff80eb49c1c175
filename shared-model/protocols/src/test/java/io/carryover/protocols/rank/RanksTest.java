/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.rank;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import io.carryover.protocols.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RanksTest {
    @Test
    void equalAsPrintedSharesARankAsInScipy() {
        JsonNode golden = Golden.read("intervals");
        double[] scores = Golden.doubles(golden.get("scores"));
        for (int decimals = 0; decimals < 3; decimals++) {
            assertThat(Ranks.of(scores, decimals))
                    .containsExactly(Golden.doubles(golden.get("ranks").get(String.valueOf(decimals))));
        }
    }

    @Test
    void roundsAsFormatPrints() {
        for (double score : new double[] {0.125, 71.25, 71.35, 2.675, 99.95}) {
            assertThat(Ranks.printed(score, 1)).isEqualTo(Double.parseDouble("%.1f".formatted(score)));
        }
    }

    @Property
    void ranksAddUpToTheirTriangle(@ForAll @Size(min = 1, max = 12) List<Byte> values) {
        double[] ranks = Ranks.of(values.stream().mapToDouble(v -> v).toArray(), 1);
        double sum = 0;
        for (double r : ranks) {
            sum += r;
        }
        assertThat(sum).isEqualTo(values.size() * (values.size() + 1) / 2.0);
    }

    @Test
    void aClearWinnerHasNoDoubtAndTwinsTie() {
        RandomGenerator random = Seeds.stream(2, 0);
        boolean[][] right = new boolean[3][500];
        for (int i = 0; i < 500; i++) {
            right[0][i] = random.nextInt(10) < 5;
            right[1][i] = right[0][i];
            right[2][i] = random.nextInt(10) < 9;
        }
        List<RankIntervals.Row> rows = RankIntervals.of(List.of(RankColumn.images(right)), 1, 0);

        assertThat(rows.get(2).ranks()).containsExactly(1.0);
        assertThat(rows.get(2).mean().lo()).isEqualTo(1);
        assertThat(rows.get(2).mean().hi()).isEqualTo(1);
        assertThat(rows.get(0)).isEqualTo(rows.get(1));
        assertThat(rows.get(0).meanRank()).isEqualTo(2.5);
        assertThat(rows.get(0).columns().getFirst().hi()).isEqualTo(2.5);
    }

    @Test
    void closeBackbonesOverlapAndColumnsAreAveraged() {
        RandomGenerator random = Seeds.stream(3, 0);
        double[][] episodes = new double[2][100];
        boolean[][] right = new boolean[2][100];
        int[] labels = new int[100];
        for (int i = 0; i < 100; i++) {
            labels[i] = i % 4;
            for (int m = 0; m < 2; m++) {
                episodes[m][i] = 50 + 10 * random.nextGaussian();
                right[m][i] = random.nextInt(100) < (m == 0 ? 95 : 30);
            }
        }
        List<RankIntervals.Row> rows =
                RankIntervals.of(List.of(RankColumn.episodes(episodes), RankColumn.imagesByClass(right, labels)), 1, 0);

        assertThat(rows.get(0).columns().get(0).lo()).isEqualTo(1);
        assertThat(rows.get(0).columns().get(0).hi()).isEqualTo(2);
        assertThat(rows.get(0).columns().get(1).hi()).isEqualTo(1);
        assertThat(rows.get(0).meanRank()).isEqualTo((rows.get(0).ranks().get(0) + 1) / 2);
        assertThat(rows.get(0).mean().hi()).isEqualTo(1.5);
    }
}
