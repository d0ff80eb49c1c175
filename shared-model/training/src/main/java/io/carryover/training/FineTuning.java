/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.protocols.linear.Labels;
import io.carryover.vision.engine.PyTorchGraph.Statistics;
import java.util.List;

/**
 * Fine-tuning of a {@link Classifier}: mean cross entropy for images of one class each; for images with any number of classes
 * binary cross entropy on the decision values, mean over all marks, difficult ones counted as absent (ssl-transfer
 * {@code finetune.py}, {@code datasets/voc2007.py}).
 */
public final class FineTuning implements Trainee<ImageBatch> {
    private final Classifier classifier;
    private final TrainingImages images;
    private final Labels labels;
    private final SampleOrder order;
    private final long seed;

    /**
     * @param labels of {@code images}, in their order
     * @param batch images of a step
     * @param seed of the order of images and of their augmentation
     */
    public FineTuning(Classifier classifier, TrainingImages images, Labels labels, int batch, long seed) {
        if (labels.size() != images.images().size()) {
            throw new IllegalArgumentException("%d labels of %d images"
                    .formatted(labels.size(), images.images().size()));
        }
        this.classifier = classifier;
        this.images = images;
        this.labels = labels;
        this.order = new SampleOrder(labels.size(), batch, seed);
        this.seed = seed;
    }

    @Override
    public Parameters parameters() {
        return classifier.parameters();
    }

    @Override
    public ImageBatch load(long step) {
        return images.batch(order, seed, step);
    }

    @Override
    public NDArray loss(ImageBatch batch, NDManager scope) {
        NDArray logits = classifier.logits(Classifier.images(batch, scope), Statistics.BATCH);
        return loss(logits, labels, batch.rows(), scope);
    }

    static NDArray loss(NDArray logits, Labels labels, List<Integer> rows, NDManager scope) {
        return switch (labels) {
            case Labels.Single single -> crossEntropy(logits, single, rows, scope);
            case Labels.Multi multi -> binary(logits, multi, rows, scope);
        };
    }

    private static NDArray crossEntropy(NDArray logits, Labels.Single labels, List<Integer> rows, NDManager scope) {
        long[] classes = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            classes[i] = labels.at(rows.get(i));
        }
        NDArray wanted = scope.create(classes, new Shape(rows.size(), 1));
        return JniUtils.pick((PtNDArray) logits.logSoftmax(1), (PtNDArray) wanted, 1)
                .mean()
                .neg();
    }

    private static NDArray binary(NDArray logits, Labels.Multi labels, List<Integer> rows, NDManager scope) {
        float[] present = new float[rows.size() * labels.classes()];
        for (int i = 0; i < present.length; i++) {
            byte mark = labels.at(rows.get(i / labels.classes()), i % labels.classes());
            present[i] = mark == Labels.Multi.PRESENT ? 1 : 0;
        }
        NDArray wanted = scope.create(present, new Shape(rows.size(), labels.classes()));
        // log(1 + exp(x)) - x·y: its gradient is sigmoid(x) - y everywhere.
        NDArray softplus = JniUtils.softPlus((PtNDArray) logits);
        return softplus.sub(logits.mul(wanted)).mean();
    }
}
