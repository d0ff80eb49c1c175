/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.Golden;

/** Splits and runs of golden/linear.json: 400, 200 and 200 real images, 40 features of a demo network, ten classes. */
final class LinearGoldens {
    static final JsonNode GOLDEN = Golden.read("linear");

    private LinearGoldens() {}

    static LabelledFeatures single(String split) {
        JsonNode node = GOLDEN.get(split);
        return new LabelledFeatures(Golden.features(node), Labels.of(Golden.ints(node.get("labels"))));
    }

    static LabelledFeatures multi(String split) {
        JsonNode node = GOLDEN.get(split);
        FeatureMatrix features = Golden.features(node);
        int[] marks = Golden.ints(node.get("marks"));
        byte[] bytes = new byte[marks.length];
        for (int i = 0; i < marks.length; i++) {
            bytes[i] = (byte) marks[i];
        }
        return new LabelledFeatures(features, Labels.of(bytes, features.rows(), marks.length / features.rows()));
    }

    static LinearResult run(LinearProtocol protocol, LinearMetric metric, int threads) {
        LinearProbe.Settings settings = new LinearProbe.Settings(protocol, metric, threads);
        return metric == LinearMetric.MAP11
                ? LinearProbe.run(multi("train"), multi("val"), multi("test"), settings, ProbeMonitor.NONE)
                : LinearProbe.run(single("train"), single("val"), single("test"), settings, ProbeMonitor.NONE);
    }
}
