/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantReaderTest {
    private record Holder(Instant at) {}

    @Test
    void readsWhatJavaWrites() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(
                    Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
                    Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());
            // Java writes none, three, six or nine digits.
            long step = new long[] {1, 1_000, 1_000_000, 1_000_000_000}[i % 4];
            Instant instant = Instant.ofEpochSecond(second, random.nextLong(1_000_000_000) / step * step);

            assertThat(InstantReader.plain(instant.toString())).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T00:00:00Z",
                "2024-02-29T23:59:59.9Z",
                "2026-11-25T10:11:12.12345678Z",
                "1969-12-31T23:59:59.999999999Z"
            })
    void agreesWithJava(String text) {
        assertThat(InstantReader.plain(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-25",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-11-25T24:00:00Z",
                "2026-11-25T10:60:00Z",
                "2026-11-25T10:11:60Z",
                "2026-11-25T10:11:12.Z",
                "2026-11-25T10:11:12,5Z",
                "2026-11-25T10:11:12.1234567890Z",
                "2026-11-25T10:11:12.12x4Z",
                "2026-11-25t10:11:12Z",
                "2026-11-25T10:11:12+01:00",
                "+12026-11-25T10:11:12Z",
                "２026-11-25T10:11:12Z"
            })
    void leavesEverythingElseToJackson(String text) {
        assertThat(InstantReader.plain(text)).isNull();
    }

    @Test
    void whatJacksonReadsIsReadStill() {
        assertThat(Json.read("{\"at\":\"2026-11-25T10:11:12+01:00\"}", Holder.class)
                        .at())
                .isEqualTo(Instant.parse("2026-11-25T09:11:12Z"));
        assertThat(Json.read("{\"at\":1764065472.5}", Holder.class).at())
                .isEqualTo(Instant.ofEpochSecond(1_764_065_472, 500_000_000));
        assertThatThrownBy(() -> Json.read("{\"at\":\"2026-02-29T00:00:00Z\"}", Holder.class))
                .isInstanceOf(CarryoverException.class);
    }
}
