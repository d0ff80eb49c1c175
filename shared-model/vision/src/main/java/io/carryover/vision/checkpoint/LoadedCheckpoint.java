package io.carryover.vision.checkpoint;

import io.carryover.vision.arch.Weights;

/** A checkpoint whose backbone was loaded: what was found, and the weights. */
public record LoadedCheckpoint(CheckpointReport report, Weights weights) {}
