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
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a network knows: tensors that are trained, each with its velocity, and buffers that the forward pass moves by itself, such
 * as running statistics. All belong to one manager and are used by one thread at a time.
 */
public final class Parameters {
    private final NDManager manager;
    private final SortedMap<String, NDArray> trained = new TreeMap<>();
    private final SortedMap<String, NDArray> velocity = new TreeMap<>();
    private final SortedMap<String, NDArray> buffers = new TreeMap<>();

    /** @param manager owns them; closing it frees them */
    public Parameters(NDManager manager) {
        this.manager = manager;
    }

    /** Adds a tensor that is trained; its velocity is zero. */
    public NDArray train(String name, float[] values, Shape shape) {
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(true);
        trained.put(name, array);
        velocity.put(name, manager.zeros(shape));
        return array;
    }

    /** Adds a tensor that is not trained. */
    public NDArray keep(String name, float[] values, Shape shape) {
        NDArray array = manager.create(values, shape);
        buffers.put(name, array);
        return array;
    }

    /** Tensors that are trained, by name. */
    public SortedMap<String, NDArray> trained() {
        return Collections.unmodifiableSortedMap(trained);
    }

    /** All tensors, of the state and its motion, by names under which they are saved. */
    Map<String, NDArray> state() {
        SortedMap<String, NDArray> all = new TreeMap<>();
        trained.forEach((name, array) -> all.put("trained/" + name, array));
        velocity.forEach((name, array) -> all.put("velocity/" + name, array));
        buffers.forEach((name, array) -> all.put("buffer/" + name, array));
        return all;
    }

    /** One step along the gradients that the last backward pass left, which are zero afterwards. Autograd must be off. */
    void step(Sgd sgd, double rate) {
        // Numbers would become tensors anew in every one of the calls below.
        try (NDArray momentum = manager.create((float) sgd.momentum());
                NDArray decay = manager.create((float) sgd.weightDecay());
                NDArray minusRate = manager.create((float) -rate)) {
            trained.forEach((name, weights) -> {
                NDArray v = velocity.get(name);
                if (v == null) {
                    throw new IllegalStateException(name);
                }
                try (NDArray gradient = weights.getGradient()) {
                    if (sgd.weightDecay() != 0) {
                        try (NDArray decayed = weights.mul(decay)) {
                            gradient.addi(decayed);
                        }
                    }
                    v.muli(momentum).addi(gradient);
                    try (NDArray ahead = v.mul(momentum)) {
                        gradient.addi(ahead).muli(minusRate);
                    }
                    weights.addi(gradient);
                }
                JniUtils.zeroGrad((PtNDArray) weights);
            });
        }
    }
}
