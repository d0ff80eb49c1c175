/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.vision.OnnxReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A network that came as an ONNX file: checked before any library runs it. Operators must be of domains that ONNX
 * Runtime itself implements, external data must lie in the file's own folder, and the file may have 1 GiB (what is
 * larger keeps its tensors in external data). Input and feature are chosen by name; the feature may be any value of the
 * graph.
 */
public final class OnnxFile {
    /** Largest file, in bytes; external data is not counted. */
    static final long MAX_BYTES = 1L << 30;

    private final Path file;
    private final ModelProto model;
    private final OnnxInput input;
    private final String output;
    private final Sha256 sha256;
    private final SortedMap<String, Path> data;
    private final SortedMap<String, Sha256> digests = new TreeMap<>();
    private final long size;

    private OnnxFile(Path file, ModelProto model, OnnxInput input, String output, Sha256 sha256, OnnxChecks checks)
            throws IOException {
        this.file = file;
        this.model = model;
        this.input = input;
        this.output = output;
        this.sha256 = sha256;
        this.data = Collections.unmodifiableSortedMap(new TreeMap<>(checks.external()));
        long bytes = Files.size(file);
        for (var part : data.entrySet()) {
            digests.put(part.getKey(), OnnxChecks.sha256(part.getValue()));
            bytes += Files.size(part.getValue());
        }
        this.size = bytes;
    }

    /** Whether a file's name says that it is one. */
    public static boolean named(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".onnx");
    }

    /**
     * Reads and checks a file; no library has seen it then.
     *
     * @param input name of the input; may be left out where there is one
     * @param feature name of the value that is the feature, [N,D] or [N,C,H,W]; may be left out where there is one output
     * @throws CarryoverException NOT_FOUND, NOT_A_CHECKPOINT, UNSAFE_CHECKPOINT, UNSUPPORTED_CHECKPOINT, and
     *     INVALID_REQUEST for a name that it doesn't have
     */
    public static OnnxFile read(Path file, Optional<String> input, Optional<String> feature) {
        String name = String.valueOf(file.getFileName());
        Checked checked = check(file);
        GraphProto graph = checked.model().getGraph();
        OnnxInput chosen = OnnxInput.of(name, graph, input);
        String output = output(name, graph, feature);
        try {
            return new OnnxFile(file, checked.model(), chosen, output, checked.sha256(), checked.checks());
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name + " can't be read", e);
        }
    }

    /**
     * The file and its external data, for whoever has to send all of them: the file first.
     *
     * @throws CarryoverException as {@link #read}; UNSUPPORTED_CHECKPOINT for data that doesn't lie beside the file
     */
    public static List<Path> parts(Path file) {
        List<Path> parts = new ArrayList<>(List.of(file));
        new TreeMap<>(check(file).checks().external()).forEach((location, data) -> {
            if (!location.equals(String.valueOf(data.getFileName()))) {
                throw new CarryoverException(
                        ErrorCode.UNSUPPORTED_CHECKPOINT,
                        "%s keeps tensors in %s: save it with its data beside it"
                                .formatted(file.getFileName(), OnnxChecks.printable(location)));
            }
            parts.add(data);
        });
        return parts;
    }

    /**
     * What it holds, before anything is chosen of it.
     *
     * @throws CarryoverException as {@link #read}
     */
    public static OnnxContents contents(Path file) {
        Checked checked = check(file);
        var data = checked.checks().external();
        try {
            long bytes = Files.size(file);
            for (Path part : data.values()) {
                bytes += Files.size(part);
            }
            return OnnxContents.of(
                    checked.sha256(), bytes, data.keySet(), checked.model().getGraph());
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, file.getFileName() + " can't be read", e);
        }
    }

    private record Checked(ModelProto model, Sha256 sha256, OnnxChecks checks) {}

    private static Checked check(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name + " is not there or can't be read");
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CarryoverException(
                        ErrorCode.UNSUPPORTED_CHECKPOINT,
                        "%s has %d bytes, at most %d are read: save it with external data"
                                .formatted(name, Files.size(file), MAX_BYTES));
            }
            byte[] bytes = Files.readAllBytes(file);
            ModelProto model = parse(name, bytes);
            return new Checked(model, Sha256.of(bytes), OnnxChecks.of(file, model));
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, name + " can't be read", e);
        }
    }

    private static ModelProto parse(String name, byte[] bytes) {
        try {
            ModelProto model = ModelProto.parseFrom(bytes);
            if (model.hasGraph()
                    && model.getOpsetImportCount() > 0
                    && model.getGraph().getNodeCount() > 0) {
                return model;
            }
            throw new CarryoverException(ErrorCode.NOT_A_CHECKPOINT, name + " is no ONNX model: it holds no graph");
        } catch (InvalidProtocolBufferException e) {
            throw new CarryoverException(
                    ErrorCode.NOT_A_CHECKPOINT, name + " is no ONNX model, or it is cut short or damaged", e);
        }
    }

    private static String output(String name, GraphProto graph, Optional<String> asked) {
        List<String> outputs =
                graph.getOutputList().stream().map(ValueInfoProto::getName).toList();
        Set<String> values = new HashSet<>(outputs);
        graph.getNodeList().forEach(node -> values.addAll(node.getOutputList()));
        if (asked.isPresent() && values.contains(asked.get()) && !asked.get().isEmpty()) {
            return asked.get();
        }
        if (asked.isEmpty() && outputs.size() == 1) {
            return outputs.getFirst();
        }
        throw new CarryoverException(
                ErrorCode.INVALID_REQUEST,
                asked.map(a -> "%s computes no value %s; its outputs are %s"
                                .formatted(name, a, OnnxChecks.some(outputs)))
                        .orElseGet(() ->
                                "%s has the outputs %s: say which value is the feature (--onnx-output, or onnxOutput in a request)"
                                        .formatted(name, OnnxChecks.some(outputs))));
    }

    /** The model with the feature as its only output, and nothing that it doesn't need. */
    byte[] bytes() {
        GraphProto part = OnnxPart.of(name(), model.getGraph(), input.name(), output);
        return model.toBuilder().setGraph(part).build().toByteArray();
    }

    /** The folder that external data is in; empty where there is none. */
    Optional<Path> dataFolder() {
        return data.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(file.toAbsolutePath().getParent());
    }

    /** External data by the location that the file gives. */
    public SortedMap<String, Path> data() {
        return data;
    }

    /** What it takes. */
    OnnxInput input() {
        return input;
    }

    /** Name of the value that is the feature. */
    public String output() {
        return output;
    }

    /** Name of the input. */
    public String inputName() {
        return input.name();
    }

    /** Its file name. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** The file, and those of its external data. */
    public List<Path> files() {
        return Stream.concat(Stream.of(file), data.values().stream()).toList();
    }

    /** Digest of the file. */
    public Sha256 sha256() {
        return sha256;
    }

    /** Digest of the file and of its external data: the file's own where it has none. */
    public Sha256 digest() {
        if (digests.isEmpty()) {
            return sha256;
        }
        StringBuilder all = new StringBuilder(sha256.hex());
        digests.forEach((location, part) ->
                all.append('\n').append(location).append(' ').append(part.hex()));
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** What is kept with a backbone; {@code dimension} as an engine found it. */
    public OnnxReport report(int dimension) {
        return new OnnxReport(
                sha256,
                digest(),
                Collections.unmodifiableSortedMap(digests),
                inputName(),
                output,
                dimension,
                tensors(),
                size);
    }

    /** Number of tensors that it brings. */
    public int tensors() {
        return model.getGraph().getInitializerCount();
    }
}
