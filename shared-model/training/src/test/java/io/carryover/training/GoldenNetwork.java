/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.carryover.protocols.linear.Labels;
import io.carryover.vision.arch.NetworkWeights;
import io.carryover.vision.arch.ResNet;
import io.carryover.vision.engine.PyTorch;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The network, images and labels of the golden steps. */
final class GoldenNetwork {
    static final int CLASSES = 10;
    static final int IMAGES = 24;
    static final int SIDE = 28;

    private GoldenNetwork() {}

    /** The classifier in the state {@code prefix}, {@code start} for instance. */
    static Classifier classifier(PyTorch pytorch, String prefix) {
        ResNet network = new ResNet(ResNet.Family.RESNET18, 4);
        Map<String, float[]> values = new HashMap<>();
        network.tensors().keySet().forEach(name -> values.put(name, Goldens.floats(prefix + "/" + name)));
        Classifier classifier = new Classifier(pytorch, new NetworkWeights(network, values), CLASSES, 0);
        for (String name : new String[] {"fc.weight", "fc.bias"}) {
            NDArray array =
                    Objects.requireNonNull(classifier.parameters().trained().get(name));
            try (NDArray start = pytorch.manager()
                    .create(
                            Goldens.floats(prefix + "/" + name),
                            new Shape(array.getShape().getShape()))) {
                start.copyTo(array);
            }
        }
        return classifier;
    }

    static ImageBatch batch() {
        return new ImageBatch(
                FloatBuffer.wrap(Goldens.floats("x")),
                SIDE,
                IntStream.range(0, IMAGES).boxed().toList());
    }

    static Labels.Single classes() {
        return (Labels.Single) Labels.of(
                IntStream.range(0, IMAGES).map(i -> (int) Goldens.longs("y")[i]).toArray());
    }

    static Labels.Multi marks() {
        return (Labels.Multi) Labels.of(Goldens.bytes("marks"), IMAGES, CLASSES);
    }

    /** All images in every step. */
    record Fixed(Classifier classifier, Labels labels, io.carryover.vision.engine.PyTorchGraph.Statistics statistics)
            implements Trainee<ImageBatch> {
        @Override
        public Parameters parameters() {
            return classifier.parameters();
        }

        @Override
        public ImageBatch load(long step) {
            return batch();
        }

        @Override
        public NDArray loss(ImageBatch batch, NDManager scope) {
            NDArray logits = classifier.logits(Classifier.images(batch, scope), statistics);
            return FineTuning.loss(logits, labels, batch.rows(), scope);
        }
    }
}
