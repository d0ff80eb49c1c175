/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.pickle.PickleInput;
import io.carryover.vision.pickle.PickleMachine;
import io.carryover.vision.pickle.PickleValue;
import io.carryover.vision.pickle.PickleValue.Big;
import io.carryover.vision.pickle.PickleValue.Bool;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.Int;
import io.carryover.vision.pickle.PickleValue.Opaque;
import io.carryover.vision.pickle.PickleValue.Seq;
import io.carryover.vision.pickle.PickleValue.Str;
import io.carryover.vision.pickle.PickleValue.Tensor;
import io.carryover.vision.pickle.Storages.Extent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two containers of torch. Layout: pytorch {@code torch/serialization.py}, {@code _save} and {@code _legacy_save}. */
final class TorchContainers {
    private static final BigInteger LEGACY_MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long LEGACY_PROTOCOL = 1001;
    private static final String PICKLE = "data.pkl";

    private TorchContainers() {}

    static RawCheckpoint zip(ByteSource source) {
        Map<String, ZipIndex.Entry> entries = ZipIndex.read(source).entries();
        List<String> pickles = entries.keySet().stream()
                .filter(n -> n.equals(PICKLE) || n.matches("[^/]+/data\\.pkl"))
                .toList();
        ZipIndex.Entry pickle = pickles.size() == 1 ? entries.get(pickles.getFirst()) : null;
        if (pickle == null) {
            throw source.notACheckpoint("a zip archive that torch.save did not write: it has %s data.pkl"
                    .formatted(pickles.isEmpty() ? "no" : "more than one"));
        }
        String folder = pickles.getFirst().substring(0, pickles.getFirst().length() - PICKLE.length());
        if (entries.containsKey(folder + "constants.pkl")) {
            throw source.unsupported("a TorchScript archive; save model.state_dict() with torch.save");
        }
        ZipIndex.Entry order = entries.get(folder + "byteorder");
        if (order != null
                && !StandardCharsets.US_ASCII
                        .decode(source.read(order.offset(), (int) Math.min(order.size(), 16)))
                        .toString()
                        .equals("little")) {
            throw source.unsupported("its numbers are big-endian");
        }
        PickleMachine machine =
                new PickleMachine(new PickleInput(source, pickle.offset(), pickle.offset() + pickle.size()));
        PickleValue root = machine.read();
        Map<String, Long> bases = new HashMap<>();
        machine.storages().byKey().forEach((key, extent) -> {
            ZipIndex.Entry data = entries.get(folder + "data/" + key);
            if (data == null) {
                throw source.truncated("storage %s is missing from its zip".formatted(Printable.of(key)));
            }
            if (data.size() < extent.bytes()) {
                throw source.truncated(
                        "storage %s has %d bytes of %d".formatted(Printable.of(key), data.size(), extent.bytes()));
            }
            bases.put(key, data.offset());
        });
        return raw(source, Container.ZIP, root, machine, bases);
    }

    /** Whether a pickle begins as torch's stream does: with a long number, perhaps in a frame. */
    static boolean beginsLegacy(ByteBuffer head) {
        int at = head.limit() > 12 && (head.get(2) & 0xff) == 0x95 ? 11 : 2;
        return head.limit() > at && (head.get(at) & 0xff) == 0x8a;
    }

    /** torch's stream: magic number, protocol, description of the system, the object, keys of the storages, their data. */
    static RawCheckpoint legacy(ByteSource source) {
        PickleInput in = new PickleInput(source, 0, source.size());
        PickleMachine first = new PickleMachine(in);
        if (!(first.read() instanceof Big(BigInteger magic)) || !magic.equals(LEGACY_MAGIC)) {
            throw source.unsupported("a Python pickle that torch.save did not write");
        }
        if (!(new PickleMachine(in).read() instanceof Int(long protocol)) || protocol != LEGACY_PROTOCOL) {
            throw source.unsupported("a stream of an unknown torch protocol");
        }
        if (!(new PickleMachine(in).read() instanceof Dict system)) {
            throw source.notACheckpoint("damaged: no description of the system that wrote it");
        }
        if (system.entries().get("little_endian") == Bool.FALSE) {
            throw source.unsupported("its numbers are big-endian");
        }
        PickleMachine machine = new PickleMachine(in);
        PickleValue root = machine.read();
        if (!(new PickleMachine(in).read() instanceof Seq keys)) {
            throw source.notACheckpoint("damaged: no list of its storages");
        }
        return raw(source, Container.LEGACY, root, machine, legacyBases(source, machine, keys, in.position()));
    }

    private static Map<String, Long> legacyBases(ByteSource source, PickleMachine machine, Seq keys, long start) {
        Map<String, Extent> extents = machine.storages().byKey();
        Map<String, Long> bases = new HashMap<>();
        long at = start;
        for (PickleValue item : keys.items()) {
            Extent extent = item instanceof Str(String key) ? extents.get(key) : null;
            if (extent == null) {
                throw source.notACheckpoint("damaged: it holds a storage that no tensor uses");
            }
            long count = source.read(at, 8).getLong(0);
            if (count != extent.count()) {
                throw source.notACheckpoint(
                        "damaged: a storage has %d elements where %d were promised".formatted(count, extent.count()));
            }
            if (at + 8 > source.size() - extent.bytes()) {
                throw source.truncated("storage data end at byte %d, %d more are promised"
                        .formatted(source.size(), at + 8 + extent.bytes() - source.size()));
            }
            bases.put(((Str) item).value(), at + 8);
            at += 8 + extent.bytes();
        }
        for (String key : extents.keySet()) {
            if (!bases.containsKey(key)) {
                throw source.truncated("storage %s is missing".formatted(Printable.of(key)));
            }
        }
        return bases;
    }

    private static RawCheckpoint raw(
            ByteSource source, Container container, PickleValue root, PickleMachine machine, Map<String, Long> bases) {
        if (root instanceof Opaque(String name)) {
            throw source.unsupported(
                    "it holds a pickled object %s; save its state_dict() instead".formatted(Printable.of(name)));
        }
        if (!(root instanceof Dict top)) {
            throw source.unsupported("its top level is not a dictionary of tensors");
        }
        Map<String, Map<String, StoredTensor>> groups = new LinkedHashMap<>();
        groups.put("", tensors(source, top, bases));
        top.entries().forEach((name, value) -> {
            if (value instanceof Dict group && !name.isEmpty()) {
                groups.put(name, tensors(source, group, bases));
            }
        });
        return new RawCheckpoint(
                container,
                groups,
                machine.placeholders(),
                new ArrayList<>(top.entries().keySet()));
    }

    private static Map<String, StoredTensor> tensors(ByteSource source, Dict dict, Map<String, Long> bases) {
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        dict.entries().forEach((name, value) -> {
            if (value instanceof Tensor t) {
                long base = bases.getOrDefault(t.storage().key(), 0L)
                        + t.storage().first() * t.storage().type().bytes();
                tensors.put(name, new StoredTensor(source, t.type(), base, t.offset(), t.shape(), t.strides()));
            }
        });
        return tensors;
    }
}
