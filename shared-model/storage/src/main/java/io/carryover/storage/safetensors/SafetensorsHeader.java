/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file says of itself. The tensors fill the data without hole or overlap, as the format demands.
 *
 * @param tensors in the order of their bytes
 * @param metadata free text, by key
 * @param dataStart first byte of the data in the file
 */
public record SafetensorsHeader(List<TensorInfo> tensors, SortedMap<String, String> metadata, long dataStart) {
    /** Longest header that is read. The format allows 100 MB; ids of 100,000 images take about 3 MB. */
    public static final int MAX_BYTES = 16 << 20;

    public SafetensorsHeader {
        tensors = List.copyOf(tensors);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** Bytes of data after the header. */
    public long dataSize() {
        return tensors.isEmpty() ? 0 : tensors.getLast().end();
    }

    /** Bytes of the whole file. */
    public long fileSize() {
        return dataStart + dataSize();
    }

    /** The tensors by name. */
    public Map<String, TensorInfo> byName() {
        Map<String, TensorInfo> map = new TreeMap<>();
        tensors.forEach(t -> map.put(t.name(), t));
        return map;
    }

    /**
     * Reads and checks a header; the stream then stands at the first byte of data.
     *
     * @param broken code of the error for bytes that are not safetensors
     * @param truncated code of the error for a stream that ends within the header
     * @param what names the file in messages
     */
    static SafetensorsHeader read(InputStream in, ErrorCode broken, ErrorCode truncated, String what)
            throws IOException {
        ByteBuffer length =
                ByteBuffer.wrap(fully(in, Long.BYTES, truncated, what)).order(ByteOrder.LITTLE_ENDIAN);
        long size = length.getLong();
        if (size < 2) {
            throw new CarryoverException(broken, what + ": not a safetensors file (header of " + size + " bytes)");
        }
        if (size > MAX_BYTES) {
            throw new CarryoverException(
                    broken,
                    what + ": not a safetensors file, or its header is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        byte[] json = fully(in, (int) size, truncated, what);
        return HeaderParser.parse(json, Long.BYTES + size, broken, what);
    }

    private static byte[] fully(InputStream in, int count, ErrorCode truncated, String what) throws IOException {
        byte[] bytes;
        try {
            bytes = in.readNBytes(count);
        } catch (EOFException e) {
            throw new CarryoverException(truncated, what + ": ends within its header", e);
        }
        if (bytes.length < count) {
            throw new CarryoverException(truncated, what + ": ends within its header");
        }
        return bytes;
    }
}
