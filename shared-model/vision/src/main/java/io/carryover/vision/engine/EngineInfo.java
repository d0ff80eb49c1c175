/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import io.carryover.contracts.job.Engine;
import io.carryover.contracts.job.Precision;

/**
 * What computed a feature. Bit-equal features are promised only where all of these are equal.
 *
 * @param engine {@code NONE} for the pixel control
 * @param version of the engine's native library
 * @param device {@code cpu} or {@code cuda:0}
 * @param threads CPU threads it may use
 */
public record EngineInfo(Engine engine, String version, String device, Precision precision, int threads) {}
