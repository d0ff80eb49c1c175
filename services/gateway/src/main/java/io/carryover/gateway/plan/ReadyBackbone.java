/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A backbone whose registration went well: everything that settles what it computes.
 *
 * @param attribution of its weights or features: no part of its identity
 */
public record ReadyBackbone(String name, FeatureSource source, Optional<Attribution> attribution) {
    /** Of which nothing was said. */
    public ReadyBackbone(String name, FeatureSource source) {
        this(name, source, Optional.empty());
    }

    /**
     * Its identity in results: covers the name and all of the source. Supplied features count by their bytes, not by
     * the import that took them.
     */
    public Sha256 digest() {
        return Sha256.of(Json.canonical(
                switch (source) {
                    case FeatureSource.Supplied supplied ->
                        new SuppliedIdentity(name, supplied.dataset(), supplied.digests());
                    case FeatureSource.Checkpoint _,
                            FeatureSource.Onnx _,
                            FeatureSource.Random _,
                            FeatureSource.Pixels _ -> new Identity(name, source);
                }));
    }

    private record Identity(String name, FeatureSource source) {}

    private record SuppliedIdentity(String name, String dataset, SortedMap<String, List<Sha256>> supplied) {}

    /** Seeds that its cells fan out over: one result each. */
    public List<Long> seeds() {
        return switch (source) {
            case FeatureSource.Random random -> random.seeds();
            case FeatureSource.Checkpoint _, FeatureSource.Onnx _, FeatureSource.Pixels _, FeatureSource.Supplied _ ->
                List.of(0L);
        };
    }

    /** {@code checkpoint}, {@code control} or {@code features-supplied}. */
    public String origin() {
        return switch (source) {
            case FeatureSource.Checkpoint _, FeatureSource.Onnx _ -> "checkpoint";
            case FeatureSource.Random _, FeatureSource.Pixels _ -> "control";
            case FeatureSource.Supplied _ -> "features-supplied";
        };
    }

    /** How its features are made, in words. */
    public String recipe() {
        return switch (source) {
            case FeatureSource.Checkpoint c ->
                "%s, %d px, normalisation %s, global average pool"
                        .formatted(
                                c.architecture().id(),
                                c.inputSize(),
                                c.normalisation().name());
            case FeatureSource.Onnx o ->
                "ONNX file, %s to %s, %d px, normalisation %s"
                        .formatted(
                                o.weights().input(),
                                o.weights().output(),
                                o.inputSize(),
                                o.normalisation().name());
            case FeatureSource.Random r ->
                "%s at torchvision's default initialisation, seeds %s, %d px, normalisation %s, global average pool"
                        .formatted(
                                r.architecture().id(),
                                r.seeds(),
                                r.inputSize(),
                                r.normalisation().name());
            case FeatureSource.Pixels p -> "%d×%d grey pixels".formatted(p.size(), p.size());
            case FeatureSource.Supplied s -> s.recipe();
        };
    }

    /** What its results say of it. */
    public BackboneFacts facts() {
        return switch (source) {
            case FeatureSource.Checkpoint c ->
                new BackboneFacts(
                        name,
                        origin(),
                        name,
                        Optional.of(c.tensors()),
                        Optional.of(c.checkpoint()),
                        recipe(),
                        attribution);
            // No digest of tensors: it would call two features of one file the same weights.
            case FeatureSource.Onnx o ->
                new BackboneFacts(name, origin(), name, Optional.empty(), Optional.of(o.file()), recipe(), attribution);
            case FeatureSource.Random _, FeatureSource.Pixels _, FeatureSource.Supplied _ ->
                new BackboneFacts(name, origin(), name, Optional.empty(), Optional.empty(), recipe(), attribution);
        };
    }
}
