/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.api.BackboneView;
import io.carryover.contracts.api.DatasetView;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.contracts.vision.OnnxReport;
import io.carryover.gateway.plan.FeatureSource;
import io.carryover.gateway.plan.ReadyBackbone;
import io.carryover.gateway.plan.ReadyDataset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Registrations as clients see them. */
public final class RegistrationViews {
    private RegistrationViews() {}

    /** What a ready registration came to. */
    public static Optional<ReadyBackbone> readyBackbone(Registration registration) {
        return registration.ready().map(json -> Json.read(json, ReadyBackbone.class));
    }

    /** What a ready registration came to. */
    public static Optional<ReadyDataset> readyDataset(Registration registration) {
        return registration.ready().map(json -> Json.read(json, ReadyDataset.class));
    }

    /** Seeds that cells of this backbone fan out over, known before it is ready. */
    public static List<Long> seeds(Registration registration) {
        return switch (Json.read(registration.content(), BackboneContent.class)) {
            case BackboneContent.Random random -> random.seeds();
            case BackboneContent.Checkpoint _,
                    BackboneContent.Onnx _,
                    BackboneContent.Pixels _,
                    BackboneContent.Supplied _ -> List.of(0L);
        };
    }

    /** For {@code GET /v1/backbones/{name}}. */
    public static BackboneView backbone(Registration registration) {
        Optional<ReadyBackbone> ready = readyBackbone(registration);
        BackboneContent content = Json.read(registration.content(), BackboneContent.class);
        return new BackboneView(
                registration.name(),
                origin(content),
                registration.state().id(),
                ready.map(ReadyBackbone::digest),
                registration
                        .report()
                        .filter(_ -> content instanceof BackboneContent.Checkpoint)
                        .map(json -> Json.read(json, CheckpointReport.class)),
                ready.map(ReadyBackbone::recipe).orElseGet(() -> recipe(registration.name(), content)),
                registration.problem(),
                registration.createdAt(),
                registration
                        .report()
                        .filter(_ -> content instanceof BackboneContent.Onnx)
                        .map(json -> Json.read(json, OnnxReport.class)),
                content.attribution());
    }

    private static String origin(BackboneContent content) {
        return switch (content) {
            case BackboneContent.Checkpoint _, BackboneContent.Onnx _ -> "checkpoint";
            case BackboneContent.Random _, BackboneContent.Pixels _ -> "control";
            case BackboneContent.Supplied _ -> "features-supplied";
        };
    }

    private static String recipe(String name, BackboneContent content) {
        return switch (content) {
            case BackboneContent.Checkpoint c ->
                "%d px, normalisation %s, global average pool"
                        .formatted(c.inputSize(), c.normalisation().name());
            case BackboneContent.Onnx o ->
                "ONNX file, %d px, normalisation %s"
                        .formatted(o.inputSize(), o.normalisation().name());
            case BackboneContent.Supplied s -> s.recipe();
            case BackboneContent.Random r ->
                new ReadyBackbone(
                                name,
                                new FeatureSource.Random(
                                        r.architecture(), r.seeds(), r.inputSize(), r.normalisation(), Settling.RULE))
                        .recipe();
            case BackboneContent.Pixels p -> new ReadyBackbone(name, new FeatureSource.Pixels(p.size())).recipe();
        };
    }

    /** For {@code GET /v1/datasets/{name}}. */
    public static DatasetView dataset(Registration registration) {
        DatasetContent content = Json.read(registration.content(), DatasetContent.class);
        Optional<ReadyDataset> ready = readyDataset(registration);
        return new DatasetView(
                registration.name(),
                registration.state().id(),
                ready.map(ReadyDataset::manifest),
                ready.map(ReadyDataset::classes).orElse(List.of()),
                ready.map(ReadyDataset::images).orElseGet(TreeMap::new),
                content.role(),
                content.note(),
                ready.map(ReadyDataset::attribution).orElse(content.attribution()),
                registration.problem(),
                registration.createdAt(),
                ready.map(ReadyDataset::skipped).orElse(0),
                ready.flatMap(ReadyDataset::traits));
    }
}
