/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Weights;
import java.util.List;
import java.util.SortedMap;

/** Where the features of a backbone come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FeatureSource.Checkpoint.class, name = "checkpoint"),
    @JsonSubTypes.Type(value = FeatureSource.Onnx.class, name = "onnx"),
    @JsonSubTypes.Type(value = FeatureSource.Random.class, name = "random"),
    @JsonSubTypes.Type(value = FeatureSource.Pixels.class, name = "pixels"),
    @JsonSubTypes.Type(value = FeatureSource.Supplied.class, name = "supplied"),
})
public sealed interface FeatureSource {
    /** A loaded checkpoint: {@code tensors} is the digest of what was loaded, {@code checkpoint} that of the file. */
    record Checkpoint(
            Architecture architecture,
            Sha256 checkpoint,
            Sha256 tensors,
            int inputSize,
            Normalisation normalisation,
            String rule)
            implements FeatureSource {}

    /** An ONNX file between two of its values; {@code file} is the digest of the file and of its external data. */
    record Onnx(Weights.Onnx weights, Sha256 file, int inputSize, Normalisation normalisation)
            implements FeatureSource {}

    /** The control {@code random}: one network per seed; its row on the board is their mean and range. */
    record Random(Architecture architecture, List<Long> seeds, int inputSize, Normalisation normalisation, String rule)
            implements FeatureSource {
        public Random {
            seeds = List.copyOf(seeds);
        }
    }

    /** The control {@code pixels}: {@code size}×{@code size} grey values. */
    record Pixels(int size) implements FeatureSource {}

    /**
     * Features that a client computed.
     *
     * @param dataset name of the one dataset that they describe
     * @param jobs by split, the import that took them: it stands where an extraction would
     * @param digests by split, the digests of the rows themselves, in order of their shards
     */
    record Supplied(
            String dataset, String recipe, SortedMap<String, JobKey> jobs, SortedMap<String, List<Sha256>> digests)
            implements FeatureSource {}
}
