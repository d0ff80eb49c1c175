/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.vision.Padding;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.checkpoint.Checkpoints;
import io.carryover.vision.checkpoint.LoadOptions;
import io.carryover.vision.checkpoint.LoadedCheckpoint;
import io.carryover.vision.engine.Backbones;
import io.carryover.vision.engine.EngineOptions;
import io.carryover.vision.engine.Engines;
import io.carryover.vision.engine.FeatureEngine;
import io.carryover.vision.engine.OnnxFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a file of weights holds.
 *
 * @param opener makes an engine, given the side of its images
 * @param facts what a script is told of it
 * @param files that it was read from, the one that was given first
 */
record BackboneFile(
        BiFunction<EngineOptions, Integer, FeatureEngine> opener, Map<String, Object> facts, List<Path> files) {

    FeatureEngine open(EngineOptions options, int side) {
        return opener.apply(options, side);
    }

    static BackboneFile checkpoint(Path file, LoadOptions options, Padding padding) {
        LoadedCheckpoint loaded = Checkpoints.load(file, options);
        NetworkWeights weights = Backbones.padded(loaded.weights(), padding);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sha256", loaded.inspection().sha256());
        facts.put("tensors_sha256", weights.digest());
        facts.put("layout", loaded.inspection().layout().id());
        facts.put("matched", loaded.inspection().matched());
        facts.put("ignored", loaded.inspection().ignored());
        facts.put("padding", padding);
        return new BackboneFile((engine, side) -> Engines.open(weights, engine), facts, loaded.files());
    }

    static BackboneFile onnx(Path file, Optional<String> input, Optional<String> feature) {
        OnnxFile read = OnnxFile.read(file, input, feature);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sha256", read.sha256());
        facts.put("tensors_sha256", read.digest());
        facts.put("layout", "onnx");
        facts.put("matched", read.tensors());
        facts.put("ignored", List.of());
        facts.put("input", read.inputName());
        facts.put("output", read.output());
        return new BackboneFile((engine, side) -> Engines.open(read, engine, side), facts, read.files());
    }
}
