/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The weights of one network in normal form: torchvision's names, row-major float32. Two checkpoints that load to the
 * same numbers have the same digest, whatever container, layout or precision they came in.
 */
public final class NetworkWeights {
    private final Network network;
    private final SortedMap<String, float[]> values;
    private final Sha256 digest;

    /**
     * Takes over {@code values}; nobody may write to the arrays afterwards.
     *
     * @throws IllegalArgumentException unless there is one array of the right length for each tensor of the network
     */
    public NetworkWeights(Network network, Map<String, float[]> values) {
        Map<String, List<Long>> shapes = network.tensors();
        if (!shapes.keySet().equals(values.keySet())) {
            throw new IllegalArgumentException("tensors do not fit " + network);
        }
        values.forEach((name, array) -> {
            if (array.length != count(shapes, name)) {
                throw new IllegalArgumentException("length of " + name);
            }
        });
        this.network = network;
        this.values = new TreeMap<>(values);
        this.digest = computeDigest();
    }

    private NetworkWeights(Network network, SortedMap<String, float[]> values, Sha256 digest) {
        this.network = network;
        this.values = values;
        this.digest = digest;
    }

    /**
     * The same tensors in a network that differs only in how it computes, such as another padding; nothing is copied.
     *
     * @throws IllegalArgumentException where the other network has other tensors
     */
    public NetworkWeights in(Network other) {
        if (!other.tensors().equals(network.tensors())) {
            throw new IllegalArgumentException("tensors do not fit " + other);
        }
        return new NetworkWeights(other, values, digest);
    }

    /** The network that they fit. */
    public Network network() {
        return network;
    }

    /** Bytes of all values. */
    public long bytes() {
        return values.values().stream().mapToLong(v -> v.length).sum() * Float.BYTES;
    }

    /** SHA-256 of {@link #write}'s bytes: the identity of the loaded tensors. */
    public Sha256 digest() {
        return digest;
    }

    /** Values of one tensor in row-major order; not to be written to. */
    public float[] values(String name) {
        float[] array = values.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no tensor " + name);
        }
        return array;
    }

    /**
     * Writes them as a safetensors file whose bytes depend on the numbers alone: tensors sorted by name, a header
     * without white space or metadata, padded with spaces to a multiple of eight.
     */
    public void write(OutputStream out) throws IOException {
        byte[] header = header();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (float[] array : values.values()) {
            ByteBuffer bytes = ByteBuffer.allocate(array.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(array);
            out.write(bytes.array());
        }
    }

    private byte[] header() {
        StringBuilder json = new StringBuilder("{");
        Map<String, List<Long>> shapes = network.tensors();
        long offset = 0;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            long end = offset + (long) entry.getValue().length * Float.BYTES;
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(entry.getKey())
                    .append("\":{\"dtype\":\"F32\",\"shape\":")
                    .append(String.valueOf(shapes.get(entry.getKey())).replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        json.append('}');
        json.append(" ".repeat(-json.length() & 7));
        return json.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private Sha256 computeDigest() {
        MessageDigest sha = Sha256.newDigest();
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.of(sha);
    }

    private static long count(Map<String, List<Long>> shapes, String name) {
        return shapes.getOrDefault(name, List.of()).stream().reduce(1L, (a, b) -> a * b);
    }
}
