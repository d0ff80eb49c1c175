/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.SafetensorsHeader;
import io.carryover.storage.safetensors.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A single safetensors file. Its tensors form the top-level group. */
final class SafetensorsContainer {
    private SafetensorsContainer() {}

    static boolean looksLike(ByteBuffer head) {
        if (head.remaining() < Long.BYTES + 2 || head.get(Long.BYTES) != '{') {
            return false;
        }
        long length = head.getLong(0);
        return length >= 2 && length <= SafetensorsHeader.MAX_BYTES;
    }

    static RawCheckpoint read(Path path, ByteSource source) throws IOException {
        Map<String, StoredTensor> tensors = tensors(path, source);
        return new RawCheckpoint(
                Container.SAFETENSORS, Map.of("", tensors), Set.of(), new ArrayList<>(tensors.keySet()));
    }

    /** The tensors of one file, in the order of their bytes. */
    static Map<String, StoredTensor> tensors(Path path, ByteSource source) throws IOException {
        SafetensorsHeader header = header(path);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (TensorInfo tensor : header.tensors()) {
            tensors.put(
                    tensor.name(),
                    StoredTensor.contiguous(
                            source, type(tensor.dtype()), header.dataStart() + tensor.begin(), tensor.shape()));
        }
        return tensors;
    }

    private static SafetensorsHeader header(Path path) throws IOException {
        try (SafetensorsFile file =
                SafetensorsFile.open(path, ErrorCode.NOT_A_CHECKPOINT, ErrorCode.TRUNCATED_CHECKPOINT)) {
            return file.header();
        } catch (CarryoverException e) {
            // its message repeats names as they stand in the file
            throw new CarryoverException(e.code(), Printable.line(String.valueOf(e.getMessage())), e);
        }
    }

    private static DType type(Dtype dtype) {
        return switch (dtype) {
            case F32 -> DType.F32;
            case F64 -> DType.F64;
            case F16 -> DType.F16;
            case BF16 -> DType.BF16;
            case I64, U64 -> DType.I64;
            case I32, U32 -> DType.I32;
            case I16, U16 -> DType.I16;
            case I8 -> DType.I8;
            case U8 -> DType.U8;
            case BOOL -> DType.BOOL;
            case F8_E5M2, F8_E4M3 -> DType.UNTYPED;
        };
    }
}
