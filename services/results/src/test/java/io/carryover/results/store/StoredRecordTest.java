/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredRecordTest {
    private static final ResultRecord.BackboneFacts BACKBONE = Records.checkpoint("r\u00e9sum\u00e9", "weights");

    @Test
    void aRecordComesBackByteForByteAndIsSmallMeanwhile() {
        for (ResultRecord record : List.of(
                Records.linear(BACKBONE, DemoResults.DIGITS, ProtocolId.STUDY, 81.25, 1, 1_000),
                Records.knn(BACKBONE, DemoResults.DIGITS, 81.25, 1, 1_000),
                Records.fewShot(BACKBONE, DemoResults.DIGITS, 5, 81.25, 1))) {
            byte[] json = Json.bytes(record);

            StoredRecord stored = StoredRecord.of(json);

            assertThat(StoredRecord.json(stored.bytes())).isEqualTo(json);
            assertThat(stored.bytes()).hasSizeLessThan(json.length / 2);
            assertThat(HexFormat.of().formatHex(stored.digest()))
                    .isEqualTo(Sha256.of(json).hex());
        }
    }

    @Test
    void whatHasNothingInCommonWithTheDictionaryComesBackToo() {
        for (String text : List.of("", "{}", "\u0001\u00fc".repeat(100_000))) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(StoredRecord.json(StoredRecord.of(bytes).bytes())).isEqualTo(bytes);
        }
    }

    /** Rows are kept for as long as nobody rebuilds. Made by {@code zstd -19 --no-check -D record-1.dict}, version 1.5.4, behind the dictionary's number. */
    @Test
    void whatWasStoredOnceIsReadForever() {
        byte[] stored = HexFormat.of().parseHex(STORED);

        assertThat(new String(StoredRecord.json(stored), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"version\":1,\"key\":{\"tenant\":\"local\",\"backbone\":\"%s\"}}".formatted("0".repeat(64)));
    }

    private static final String STORED = "0128b52ffd20747d0000287b30227d7d0200742589db11bc02";

    @Test
    void anUnknownDictionaryOrDamageIsSaid() {
        byte[] stored = StoredRecord.of("{}".getBytes(StandardCharsets.UTF_8)).bytes();
        byte[] newer = stored.clone();
        newer[0] = 2;

        assertThatThrownBy(() -> StoredRecord.json(newer))
                .isInstanceOf(CarryoverException.class)
                .hasMessageContaining("newer version");
        for (byte[] damaged : new byte[][] {{}, {1}, {1, 2, 3}}) {
            assertThatThrownBy(() -> StoredRecord.json(damaged))
                    .isInstanceOf(CarryoverException.class)
                    .hasMessageContaining("damaged");
        }
    }

    /** Each byte is changed in turn: what comes out is a refusal of ours, or other text where the change left a right frame. */
    @Test
    void damageInsideAFrameIsSaidToo() {
        byte[] stored = HexFormat.of().parseHex(STORED);
        int refused = 0;
        for (int i = 0; i < stored.length; i++) {
            byte[] damaged = stored.clone();
            damaged[i] ^= (byte) 0xff;
            try {
                StoredRecord.json(damaged);
            } catch (CarryoverException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
                refused++;
            }
            byte[] shortened = Arrays.copyOf(stored, i);
            assertThatThrownBy(() -> StoredRecord.json(shortened))
                    .as("%d bytes", i)
                    .isInstanceOf(CarryoverException.class);
        }
        assertThat(refused)
                .as("the dictionary's number and the frame's magic number")
                .isGreaterThanOrEqualTo(5);
    }
}
