/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.plan;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Precision;
import io.carryover.contracts.job.Variant;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.TransformId;
import io.carryover.contracts.vision.Weights;

/** Which extraction gives the features of a backbone on a split. */
final class Extractions {
    private static final Variant NO_NETWORK = new Variant(Engine.NONE, Precision.FP32, DeviceClass.CPU);

    private Extractions() {}

    /** The job; the same for backbones with equal tensors and input, whatever their names. */
    static JobSpec.ExtractFeatures of(
            FeatureSource source,
            Sha256 dataset,
            String split,
            long seed,
            Preprocessing preprocessing,
            DeviceClass device) {
        return switch (source) {
            case FeatureSource.Checkpoint c ->
                new JobSpec.ExtractFeatures(
                        new Weights.Loaded(c.architecture(), c.tensors()),
                        dataset,
                        split,
                        preprocessing.transform(c.inputSize()),
                        c.normalisation(),
                        variant(c, device));
            case FeatureSource.Onnx o ->
                new JobSpec.ExtractFeatures(
                        o.weights(),
                        dataset,
                        split,
                        preprocessing.transform(o.inputSize()),
                        o.normalisation(),
                        variant(o, device));
            case FeatureSource.Random r ->
                new JobSpec.ExtractFeatures(
                        new Weights.Random(r.architecture(), seed),
                        dataset,
                        split,
                        preprocessing.transform(r.inputSize()),
                        r.normalisation(),
                        variant(r, device));
            case FeatureSource.Pixels p ->
                new JobSpec.ExtractFeatures(
                        new Weights.Pixels(p.size()),
                        dataset,
                        split,
                        TransformId.pixels(p.size()),
                        Normalisation.NONE,
                        variant(p, device));
            case FeatureSource.Supplied _ -> throw new IllegalArgumentException("supplied features are not extracted");
        };
    }

    /**
     * The variant of the features below a number: the one that boards show.
     *
     * @param device where the installation runs networks
     */
    static Variant variant(FeatureSource source, DeviceClass device) {
        return switch (source) {
            case FeatureSource.Checkpoint _, FeatureSource.Onnx _, FeatureSource.Random _ ->
                Variant.ONNX_CPU.on(device);
            case FeatureSource.Pixels _, FeatureSource.Supplied _ -> NO_NETWORK;
        };
    }
}
