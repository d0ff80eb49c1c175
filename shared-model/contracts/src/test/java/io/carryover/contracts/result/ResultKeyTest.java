/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.json.Json;
import org.junit.jupiter.api.Test;

class ResultKeyTest {
    /** Results that stand on a topic are found by it: it may never change. */
    @Test
    void theDigestIsThatOfCanonicalJson() {
        ProtocolId[] protocols = {ProtocolId.STUDY, ProtocolId.CONVERGED};
        Variant[] variants = {
            Variant.ONNX_CPU, Variant.HEADS_CPU, new Variant(Engine.PYTORCH, Precision.FP32, DeviceClass.CUDA)
        };
        for (ProtocolId protocol : protocols) {
            for (Variant variant : variants) {
                for (long seed : new long[] {0, -1, Long.MAX_VALUE}) {
                    ResultKey key = key("a \"task\"\n\u00fc", protocol, seed, variant);

                    assertThat(key.digest()).isEqualTo(Sha256.of(Json.canonical(key)));
                }
            }
        }
    }

    @Test
    void theDigestIsPinned() {
        assertThat(Json.canonicalRecord(key("linear", ProtocolId.STUDY, 3, Variant.ONNX_CPU)))
                .isEqualTo(
                        "{\"backbone\":\"%s\",\"dataset\":\"%s\",\"grid\":\"full\",\"metric\":\"top-1\",\"protocol\":%s,\"seed\":3,"
                                        .formatted(Sha256.of("b"), Sha256.of("d"), Json.text(ProtocolId.STUDY))
                                + "\"task\":\"linear\",\"tenant\":\"local\",\"variant\":{\"device\":\"cpu\",\"engine\":\"onnx\",\"precision\":\"fp32\"}}");
    }

    private static ResultKey key(String task, ProtocolId protocol, long seed, Variant variant) {
        return new ResultKey(
                TenantId.LOCAL, Sha256.of("b"), Sha256.of("d"), task, "top-1", protocol, "full", seed, variant);
    }
}
