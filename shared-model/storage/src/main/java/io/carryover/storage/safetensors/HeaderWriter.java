/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/** The header as the format's own writer prints it: one declaration of tensors gives one sequence of bytes. */
final class HeaderWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ALIGNMENT = 8;

    private HeaderWriter() {}

    /** Gives each tensor its place: widest type first, then by name. The offsets that come in are ignored. */
    static List<TensorInfo> layOut(List<TensorInfo> declared) {
        List<TensorInfo> sorted = new ArrayList<>(declared);
        sorted.sort(Comparator.comparing(TensorInfo::dtype).reversed().thenComparing(TensorInfo::name));
        List<TensorInfo> placed = new ArrayList<>();
        long position = 0;
        for (TensorInfo t : sorted) {
            long end = Math.addExact(position, Math.multiplyExact(TensorInfo.elements(t.shape()), (long)
                    t.dtype().bytes()));
            placed.add(new TensorInfo(t.name(), t.dtype(), t.shape(), position, end));
            position = end;
        }
        return placed;
    }

    /** Length, JSON and the spaces that align the data to 8 bytes. */
    static ByteBuffer bytes(List<TensorInfo> placed, SortedMap<String, String> metadata) {
        byte[] json = json(placed, metadata);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (padded > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException("a header of " + padded + " bytes could not be read again");
        }
        ByteBuffer header = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(padded).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static byte[] json(List<TensorInfo> placed, SortedMap<String, String> metadata) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart("__metadata__");
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            for (TensorInfo tensor : placed) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                json.writeArrayFieldStart("shape");
                for (long dimension : tensor.shape()) {
                    json.writeNumber(dimension);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("data_offsets");
                json.writeNumber(tensor.begin());
                json.writeNumber(tensor.end());
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
