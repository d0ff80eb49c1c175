/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Walks everything in an ONNX model, nested graphs too, before a library may see it. */
final class OnnxChecks {
    /** Domains whose operators are ONNX Runtime's own code; none of them loads a library or opens a file. */
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft");

    private static final int MAX_NODES = 200_000;
    private static final int MAX_RANK = 8;
    private static final int SHOWN = 10;

    private final Path file;
    private final String name;
    private final Set<String> domains = new HashSet<>(DOMAINS);
    private final Map<String, Path> external = new HashMap<>();
    private int nodes;

    private OnnxChecks(Path file) {
        this.file = file;
        this.name = String.valueOf(file.getFileName());
    }

    /** @throws CarryoverException UNSAFE_CHECKPOINT or UNSUPPORTED_CHECKPOINT naming what is wrong */
    static OnnxChecks of(Path file, ModelProto model) throws IOException {
        OnnxChecks checks = new OnnxChecks(file);
        // functions that the file itself defines are made of checked nodes
        for (FunctionProto function : model.getFunctionsList()) {
            checks.domains.add(function.getDomain());
        }
        for (FunctionProto function : model.getFunctionsList()) {
            for (NodeProto node : function.getNodeList()) {
                checks.node(node);
            }
        }
        for (var imported : model.getOpsetImportList()) {
            checks.domain(imported.getDomain());
        }
        checks.graph(model.getGraph());
        return checks;
    }

    /** Real paths of external data by the location that the file gives. */
    Map<String, Path> external() {
        return external;
    }

    private void graph(GraphProto graph) throws IOException {
        for (TensorProto tensor : graph.getInitializerList()) {
            tensor(tensor);
        }
        for (var sparse : graph.getSparseInitializerList()) {
            tensor(sparse.getValues());
            tensor(sparse.getIndices());
        }
        for (NodeProto node : graph.getNodeList()) {
            node(node);
        }
    }

    private void node(NodeProto node) throws IOException {
        domain(node.getDomain());
        if (++nodes > MAX_NODES) {
            throw refused(ErrorCode.UNSUPPORTED_CHECKPOINT, "has more than %d operators".formatted(MAX_NODES));
        }
        for (AttributeProto attribute : node.getAttributeList()) {
            tensor(attribute.getT());
            for (TensorProto tensor : attribute.getTensorsList()) {
                tensor(tensor);
            }
            if (attribute.hasG()) {
                graph(attribute.getG());
            }
            for (GraphProto graph : attribute.getGraphsList()) {
                graph(graph);
            }
        }
    }

    private void domain(String domain) {
        if (!domains.contains(domain)) {
            throw refused(
                    ErrorCode.UNSAFE_CHECKPOINT,
                    "uses operators of the unknown domain '%s': they would need code from outside"
                            .formatted(printable(domain)));
        }
    }

    private void tensor(TensorProto tensor) throws IOException {
        long count = 1;
        for (long side : tensor.getDimsList()) {
            if (side < 0 || side > Integer.MAX_VALUE || tensor.getDimsCount() > MAX_RANK) {
                throw refused(
                        ErrorCode.UNSUPPORTED_CHECKPOINT,
                        "has a tensor %s of shape %s".formatted(printable(tensor.getName()), tensor.getDimsList()));
            }
            count = Math.min(count * side, Integer.MAX_VALUE); // no tensor may have more values than an array
        }
        if (count == Integer.MAX_VALUE) {
            throw refused(
                    ErrorCode.UNSUPPORTED_CHECKPOINT,
                    "has a tensor %s of shape %s".formatted(printable(tensor.getName()), tensor.getDimsList()));
        }
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            external(tensor);
        }
    }

    private void external(TensorProto tensor) throws IOException {
        Map<String, String> entries = tensor.getExternalDataList().stream()
                .collect(Collectors.toMap(
                        StringStringEntryProto::getKey, StringStringEntryProto::getValue, (a, b) -> a + "\0" + b));
        String location = entries.getOrDefault("location", "");
        Path folder = file.toRealPath().getParent();
        Path data = inside(folder == null ? Path.of("/") : folder, location);
        long offset = number(entries.getOrDefault("offset", "0"));
        long length = number(entries.getOrDefault("length", "0"));
        long size = Files.size(data);
        if (offset < 0 || length < 0 || offset > size || length > size - offset) {
            throw refused(
                    ErrorCode.TRUNCATED_CHECKPOINT,
                    "wants bytes %d to %d of %s, which has %d"
                            .formatted(offset, offset + length, printable(location), size));
        }
        external.put(location, data);
    }

    /** A file below {@code folder}; links that lead out of it are refused like paths that do. */
    private Path inside(Path folder, String location) throws IOException {
        try {
            Path relative = Path.of(location);
            Path data = folder.resolve(relative);
            boolean plain = !location.isEmpty()
                    && !relative.isAbsolute()
                    && data.normalize().startsWith(folder);
            if (plain && !Files.isRegularFile(data)) {
                throw refused(
                        ErrorCode.NOT_FOUND,
                        "keeps tensors in %s, which is not beside it".formatted(printable(location)));
            }
            if (plain && data.toRealPath().startsWith(folder)) {
                return data;
            }
        } catch (InvalidPathException e) {
            throw new CarryoverException(ErrorCode.UNSAFE_CHECKPOINT, outside(location), e);
        }
        throw new CarryoverException(ErrorCode.UNSAFE_CHECKPOINT, outside(location));
    }

    private String outside(String location) {
        return "%s wants external data '%s', which is not in its folder".formatted(name, printable(location));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    private CarryoverException refused(ErrorCode code, String what) {
        return new CarryoverException(code, name + " " + what);
    }

    static Sha256 sha256(Path file) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Sha256.of(digest);
    }

    /** Names from a file, as a message may show them. */
    static String some(Collection<String> names) {
        String shown = names.stream().limit(SHOWN).map(OnnxChecks::printable).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + ", … (%d)".formatted(names.size()) : shown;
    }

    static String printable(String text) {
        String ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.length() > 80 ? ascii.substring(0, 80) + "…" : ascii;
    }
}
