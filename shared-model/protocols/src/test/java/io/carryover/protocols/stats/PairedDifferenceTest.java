/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    private static final JsonNode GOLDEN = Golden.read("paired");
    private static final double[] FIRST = Golden.doubles(GOLDEN.get("first"));
    private static final double[] SECOND = Golden.doubles(GOLDEN.get("second"));

    /** golden/paired.py. */
    @Test
    void meanAndIntervalAreNumpys() {
        PairedDifference difference = PairedDifference.of(FIRST, SECOND, 0);

        double mean = GOLDEN.get("mean").asDouble();
        double half = GOLDEN.get("half").asDouble();
        assertThat(difference.n()).isEqualTo(600);
        assertThat(difference.mean()).isCloseTo(mean, within(1e-10));
        assertThat(difference.interval().lo()).isCloseTo(mean - half, within(1e-10));
        assertThat(difference.interval().hi()).isCloseTo(mean + half, within(1e-10));
        assertThat(difference.interval().rule()).isEqualTo("paired");
        assertThat(half).isLessThan(GOLDEN.get("unpaired").asDouble());
    }

    /**
     * The error of a 2.5 % quantile from 2,000 draws of a normal distribution is √(p(1−p)/2000)/density = 0.06 sd: four of them
     * to either side, sd being half/1.96.
     */
    @Test
    void theBootstrapIsScipysUpToItsMonteCarloError() {
        double allowed = 4 * 0.06 * GOLDEN.get("half").asDouble() / 1.96;
        for (long seed = 0; seed < 3; seed++) {
            Interval bootstrap = PairedDifference.of(FIRST, SECOND, seed).bootstrap();

            assertThat(bootstrap.lo()).isCloseTo(GOLDEN.get("lo").asDouble(), within(allowed));
            assertThat(bootstrap.hi()).isCloseTo(GOLDEN.get("hi").asDouble(), within(allowed));
            assertThat(bootstrap.rule()).isEqualTo("paired-bootstrap-2000-seed-" + seed);
        }
    }

    /** golden/paired.py; allowed as above. */
    @Test
    void classesWeighAlikeAndKeepTheirImages() {
        JsonNode golden = GOLDEN.get("classes");
        PairedDifference difference = PairedDifference.byClass(
                Golden.doubles(golden.get("first")),
                Golden.doubles(golden.get("second")),
                Arrays.stream(Golden.doubles(golden.get("labels")))
                        .mapToInt(label -> (int) label)
                        .toArray(),
                0);

        double mean = golden.get("mean").asDouble();
        double half = golden.get("half").asDouble();
        assertThat(difference.n()).isEqualTo(400);
        assertThat(difference.mean()).isCloseTo(mean, within(1e-10));
        assertThat(difference.interval().hi()).isCloseTo(mean + half, within(1e-10));
        double allowed = 4 * 0.06 * half / 1.96;
        assertThat(difference.bootstrap().lo()).isCloseTo(golden.get("lo").asDouble(), within(allowed));
        assertThat(difference.bootstrap().hi()).isCloseTo(golden.get("hi").asDouble(), within(allowed));
    }

    @Test
    void theOtherWayRoundIsTheMirrorImage() {
        PairedDifference there = PairedDifference.of(FIRST, SECOND, 0);
        PairedDifference back = PairedDifference.of(SECOND, FIRST, 0);

        assertThat(back.mean()).isCloseTo(-there.mean(), within(1e-12));
        assertThat(back.interval().lo()).isCloseTo(-there.interval().hi(), within(1e-12));
        assertThat(there.differs()).isTrue();
        assertThat(back.differs()).isTrue();
    }

    @Test
    void aConstantDifferenceIsCertain() {
        double[] more = Arrays.stream(FIRST).map(a -> a + 0.25).toArray();
        PairedDifference same = PairedDifference.of(FIRST, FIRST, 0);

        assertThat(PairedDifference.of(more, FIRST, 0).differs()).isTrue();
        assertThat(same.differs()).isFalse();
        assertThat(same.bootstrap().lo()).isZero();
    }

    @Test
    void otherUnitsAreRefused() {
        assertThatThrownBy(() -> PairedDifference.of(new double[2], new double[3], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not the same units: 2 and 3");
    }
}
