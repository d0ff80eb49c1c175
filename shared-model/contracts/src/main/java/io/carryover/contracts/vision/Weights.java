/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.id.Sha256;
import java.util.SortedMap;

/** Which function of an image a backbone is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Weights.Loaded.class, name = "loaded"),
    @JsonSubTypes.Type(value = Weights.Onnx.class, name = "onnx"),
    @JsonSubTypes.Type(value = Weights.Random.class, name = "random"),
    @JsonSubTypes.Type(value = Weights.Pixels.class, name = "pixels"),
})
public sealed interface Weights {
    /**
     * Weights of a checkpoint, identified by the digest of the loaded tensors alone: the SHA-256 of their canonical
     * safetensors file, which is also the blob that holds them. Files with equal weights share it.
     */
    record Loaded(Architecture architecture, Sha256 tensors) implements Weights {}

    /**
     * A network that came as an ONNX file: the part of it between two values.
     *
     * @param model blob of the file
     * @param data blobs of its external data, by the location that the file gives
     * @param input name of the value that images go into
     * @param output name of the value that is the feature
     */
    record Onnx(Sha256 model, SortedMap<String, Sha256> data, String input, String output) implements Weights {}

    /** The control {@code random}: torchvision's default initialisation, BN statistics 0 and 1. */
    record Random(Architecture architecture, long seed) implements Weights {}

    /** The control {@code pixels}: {@code size}×{@code size} grey values in [0,1]. */
    record Pixels(int size) implements Weights {}
}
