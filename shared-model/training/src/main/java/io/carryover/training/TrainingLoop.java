/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.carryover.vision.engine.PyTorch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Trains for a number of steps, from where it was left off. Batches are read ahead on threads of their own; the state is
 * saved every so often, and when the training is told to stop. Memory does not grow with steps: what one makes is freed at
 * its end.
 */
public final class TrainingLoop {
    /** The optimiser, its schedule and how often the state is saved. */
    public record Settings(long steps, Sgd sgd, LearningRate rate, Duration saveEvery) {}

    private final PyTorch pytorch;
    private final Settings settings;
    private final InstantSource clock;

    /**
     * @param pytorch where the parameters are
     * @param clock tells when to save
     */
    public TrainingLoop(PyTorch pytorch, Settings settings, InstantSource clock) {
        this.pytorch = pytorch;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Trains to the last step, or until the loss is no number any more.
     *
     * @return loss by step, of earlier attempts too
     * @throws CancellationException after it was told to stop and has saved its state
     */
    public <B> Curve run(Trainee<B> trainee, TrainingControl control) throws IOException {
        Optional<Path> saved = control.saved();
        Curve curve =
                saved.isPresent() ? SavedState.read(saved.get(), trainee.parameters(), pytorch.manager()) : new Curve();
        Instant savedAt = clock.instant();
        long savedSteps = curve.steps();
        control.progress(curve.steps(), settings.steps(), curve.last());
        try (var batches = new ReadAhead<>(trainee::load, curve.steps(), settings.steps())) {
            while (curve.steps() < settings.steps() && !curve.diverged()) {
                boolean stop = control.stopRequested();
                boolean due = !clock.instant().isBefore(savedAt.plus(settings.saveEvery()));
                if ((stop || due) && curve.steps() > savedSteps) {
                    save(trainee.parameters(), curve, control);
                    savedAt = clock.instant();
                    savedSteps = curve.steps();
                }
                if (stop) {
                    throw new CancellationException("training was told to stop");
                }
                double rate = settings.rate().at(curve.steps());
                curve.add(step(trainee, batches.next(), rate));
                control.progress(curve.steps(), settings.steps(), curve.last());
            }
        } catch (EngineException e) {
            throw PyTorch.failure(e);
        }
        return curve;
    }

    private <B> double step(Trainee<B> trainee, B batch, double rate) {
        try (NDManager scope = pytorch.manager().newSubManager()) {
            double value;
            // DJL's collector allows one training per process; autograd's switch itself belongs to the thread.
            JniUtils.setGradMode(true);
            try {
                NDArray loss = trainee.loss(batch, scope);
                value = loss.toFloatArray()[0];
                if (Double.isFinite(value)) {
                    NDArray one = scope.ones(loss.getShape(), loss.getDataType());
                    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
                }
            } finally {
                JniUtils.setGradMode(false);
            }
            if (Double.isFinite(value)) {
                trainee.parameters().step(settings.sgd(), rate);
            }
            return value;
        }
    }

    private static void save(Parameters parameters, Curve curve, TrainingControl control) throws IOException {
        Path file = control.scratch().resolve("state.safetensors");
        SavedState.write(file, parameters, curve);
        control.save(curve.steps(), file);
    }
}
