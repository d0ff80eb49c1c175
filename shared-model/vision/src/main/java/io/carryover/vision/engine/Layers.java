/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** An engine's results as the maps of layers. */
final class Layers implements MapEngine {
    private final List<String> layers;
    private final Outputs engine;

    Layers(List<String> layers, Outputs engine) {
        this.layers = List.copyOf(layers);
        this.engine = engine;
    }

    @Override
    public List<FeatureMap> maps(FloatBuffer batch, int images, int height, int width) {
        List<Outputs.Output> outputs = engine.run(batch, images, height, width);
        List<FeatureMap> maps = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            List<Integer> shape = outputs.get(i).shape();
            maps.add(new FeatureMap(
                    layers.get(i),
                    images,
                    shape.get(1),
                    shape.get(2),
                    shape.get(3),
                    outputs.get(i).values()));
        }
        return maps;
    }

    @Override
    public EngineInfo info() {
        return engine.info();
    }

    @Override
    public void close() {
        engine.close();
    }
}
