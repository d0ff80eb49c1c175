/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Padding;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A checked {@link io.carryover.contracts.api.BackboneRequest} with its defaults filled in: equal ones are the same registration. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BackboneContent.Checkpoint.class, name = "checkpoint"),
    @JsonSubTypes.Type(value = BackboneContent.Onnx.class, name = "onnx"),
    @JsonSubTypes.Type(value = BackboneContent.Random.class, name = "random"),
    @JsonSubTypes.Type(value = BackboneContent.Pixels.class, name = "pixels"),
    @JsonSubTypes.Type(value = BackboneContent.Supplied.class, name = "supplied"),
})
public sealed interface BackboneContent {
    /** Whose weights or features these are, where the client said something. */
    default Optional<Attribution> attribution() {
        return Optional.empty();
    }

    /**
     * Weights.
     *
     * @param architecture only where the client insists on one with its width
     * @param padding left out for plain
     * @param family only where the client insists on a family of any width
     */
    record Checkpoint(
            Place place,
            String layout,
            int inputSize,
            Normalisation normalisation,
            Optional<Architecture> architecture,
            Optional<Padding> padding,
            Optional<String> family,
            Optional<Attribution> attribution)
            implements BackboneContent {}

    /**
     * A file whose name ends in {@code .onnx}.
     *
     * @param input name of the value that images go into; empty for the only one
     * @param output name of the value that is the feature; empty for the only one
     */
    record Onnx(
            Place place,
            Optional<String> input,
            Optional<String> output,
            int inputSize,
            Normalisation normalisation,
            Optional<Attribution> attribution)
            implements BackboneContent {}

    /** The control {@code random}. */
    record Random(Architecture architecture, List<Long> seeds, int inputSize, Normalisation normalisation)
            implements BackboneContent {}

    /** The control {@code pixels}. */
    record Pixels(int size) implements BackboneContent {}

    /** Features by split. */
    record Supplied(SortedMap<String, Place> splits, String dataset, String recipe, Optional<Attribution> attribution)
            implements BackboneContent {}
}
