/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import io.carryover.contracts.id.Sha256;
import java.util.SortedMap;

/**
 * What was found in an ONNX file and what of it is used.
 *
 * @param sha256 digest of the file; it is also the blob that holds it
 * @param digest of the file and of its external data: the file's own where it has none
 * @param data digests of external data, each also a blob, by the location that the file gives
 * @param input name of the value that images go into
 * @param output name of the value that is the feature
 * @param dimension length of one image's feature
 * @param tensors number of tensors that the file brings
 * @param sizeBytes of the file and of its external data
 */
public record OnnxReport(
        Sha256 sha256,
        Sha256 digest,
        SortedMap<String, Sha256> data,
        String input,
        String output,
        int dimension,
        int tensors,
        long sizeBytes) {}
