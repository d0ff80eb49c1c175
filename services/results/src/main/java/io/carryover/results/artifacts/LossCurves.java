/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.results.board.Measured;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsStream;
import io.carryover.storage.safetensors.TensorInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Training losses by step, as fine-tuning keeps them: {@code loss} F64 [steps] in the artifact {@code curve}. */
@ApplicationScoped
public class LossCurves {
    private static final Logger LOG = LoggerFactory.getLogger(LossCurves.class);
    private static final long LARGEST = 16L << 20;

    private final Artifacts artifacts;

    @Inject
    LossCurves(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /** The mean loss of each step's batch; nothing where none is kept, or it can't be read. */
    public Optional<double[]> of(Measured measured) {
        @Nullable ArtifactRef curve = measured.record().artifacts().get("curve");
        if (curve == null || curve.sizeBytes() > LARGEST) {
            return Optional.empty();
        }
        String what = "artifact " + curve.sha256().brief();
        try (SafetensorsStream file = new SafetensorsStream(artifacts.open(curve), ErrorCode.INPUT_LOST, what)) {
            for (Optional<TensorInfo> next = file.next(); next.isPresent(); next = file.next()) {
                byte[] bytes = new byte[Math.toIntExact(next.get().size())];
                file.readBytes(bytes, 0, bytes.length);
                if (next.get().name().equals("loss") && next.get().dtype() == Dtype.F64) {
                    double[] losses = new double[bytes.length / Double.BYTES];
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asDoubleBuffer()
                            .get(losses);
                    return Optional.of(losses);
                }
            }
        } catch (IOException | CarryoverException e) {
            LOG.warn("{} can't be read, no training curve: {}", what, e.getMessage());
        }
        return Optional.empty();
    }
}
