/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.CheckpointReport;
import io.carryover.vision.arch.ResNet;
import java.util.List;
import java.util.Optional;

/**
 * What was found in a checkpoint. Names from the file are shown in printable ASCII.
 *
 * @param sha256 digest of the file's bytes
 * @param sizeBytes length of the file
 * @param tensorsSha256 digest of the backbone's tensors in normal form; absent when they can't be loaded
 * @param container how the file is built
 * @param layout id of the {@link Layout} that fits
 * @param network the network whose names and block counts it has
 * @param matched tensors of the backbone that the file has, with the right shape
 * @param ignored tensors beside the backbone: heads, queues, second encoders; batch counters are not listed
 * @param missing tensors of the backbone that the file lacks
 * @param unexpected tensors that the backbone has no place for, or with another shape
 * @param placeholders classes in the file's pickle that were not interpreted
 * @param problem what a load would be refused for, if anything
 */
public record Inspection(
        Sha256 sha256,
        long sizeBytes,
        Optional<Sha256> tensorsSha256,
        Container container,
        Layout layout,
        ResNet network,
        int matched,
        List<String> ignored,
        List<String> missing,
        List<String> unexpected,
        List<String> placeholders,
        Optional<Problem> problem) {

    /** Why the checkpoint can't be loaded. */
    public record Problem(ErrorCode code, String message) {}

    public Inspection {
        ignored = List.copyOf(ignored);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        placeholders = List.copyOf(placeholders);
    }

    /** The part of it that is kept with a backbone; only for a checkpoint that was loaded. */
    public CheckpointReport report() {
        return new CheckpointReport(
                sha256,
                tensorsSha256.orElseThrow(),
                container.id(),
                layout.id(),
                network.architecture(),
                network.parameters(),
                matched,
                ignored,
                missing,
                placeholders,
                sizeBytes);
    }
}
