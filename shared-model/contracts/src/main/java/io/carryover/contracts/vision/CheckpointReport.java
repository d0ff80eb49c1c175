/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import io.carryover.contracts.id.Sha256;
import java.util.List;

/**
 * What was found in a checkpoint and what of it was used.
 *
 * @param container {@code zip}, {@code legacy}, {@code safetensors}, {@code tensorflow} or {@code haiku}
 * @param parameters number of values in the matched tensors, running statistics not counted
 * @param matched tensors of the architecture that were found, each once with its shape
 * @param ignored names of heads, queues, momentum encoders, prototypes
 * @param missing names of the architecture that were not found (empty for a loaded checkpoint)
 * @param placeholders classes that stand in the file and were kept inert, such as {@code argparse.Namespace}
 */
public record CheckpointReport(
        Sha256 sha256,
        Sha256 tensorsSha256,
        String container,
        String layout,
        Architecture architecture,
        long parameters,
        int matched,
        List<String> ignored,
        List<String> missing,
        List<String> placeholders,
        long sizeBytes) {}
