/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.vision.pickle.PickleInput;
import io.carryover.vision.pickle.PickleMachine;
import io.carryover.vision.pickle.PickleValue;
import io.carryover.vision.pickle.PickleValue.Array;
import io.carryover.vision.pickle.PickleValue.Bytes;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.Inline;
import io.carryover.vision.pickle.PickleValue.Latin1;
import io.carryover.vision.pickle.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plain pickle of nested dictionaries with NumPy or JAX arrays. A group is a dictionary of the top level, or of
 * {@code experiment_state} in it; deeper names are joined by {@code /}, as Haiku joins modules.
 */
final class PickledArrays {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ARRAYS = 200_000;
    private static final String STATE = "experiment_state";

    private final ByteSource source;
    private final Map<String, Map<String, StoredTensor>> groups = new LinkedHashMap<>();
    private final Deque<PickleValue> open = new ArrayDeque<>();
    private int visited;

    private PickledArrays(ByteSource source) {
        this.source = source;
    }

    static RawCheckpoint read(ByteSource source) {
        PickleMachine machine = new PickleMachine(new PickleInput(source, 0, source.size()), Vocabulary.ARRAYS);
        PickledArrays arrays = new PickledArrays(source);
        if (!(machine.read() instanceof Dict root)) {
            throw source.unsupported("a Python pickle that holds neither torch's tensors nor a dictionary of arrays");
        }
        arrays.walk(root, new ArrayList<>());
        if (arrays.groups.isEmpty()) {
            throw source.unsupported("a Python pickle that torch.save did not write, without arrays");
        }
        return new RawCheckpoint(
                Container.HAIKU,
                arrays.groups,
                machine.placeholders(),
                new ArrayList<>(root.entries().keySet()));
    }

    private void walk(Dict dict, List<String> path) {
        if (path.size() == MAX_DEPTH || open.contains(dict)) {
            throw source.unsupported("its dictionaries are nested deeper than " + MAX_DEPTH);
        }
        open.push(dict);
        dict.entries().forEach((name, value) -> {
            if (++visited > MAX_ARRAYS) {
                throw source.unsupported("its dictionaries hold more than %d entries".formatted(MAX_ARRAYS));
            }
            path.add(name);
            if (value instanceof Dict inner) {
                walk(inner, path);
            } else if (value instanceof Array array) {
                add(path, array);
            }
            path.removeLast();
        });
        open.pop();
    }

    private void add(List<String> path, Array array) {
        StoredTensor tensor = stored(array);
        if (tensor == null) {
            return;
        }
        int depth = path.size() > 2 && path.getFirst().equals(STATE) ? 2 : Math.min(1, path.size() - 1);
        String group = depth == 0 ? "" : path.get(depth - 1);
        String name = String.join("/", path.subList(depth, path.size()));
        if (groups.computeIfAbsent(group, _ -> new LinkedHashMap<>()).putIfAbsent(name, tensor) != null) {
            throw source.notACheckpoint("damaged: its pickle holds two arrays " + Printable.of(name));
        }
    }

    private @Nullable StoredTensor stored(Array array) {
        long bytes = array.type().bytes();
        for (long extent : array.shape()) {
            bytes *= extent; // bounded by the file's size when the shape was read
        }
        ElementBytes elements =
                switch (array.data()) {
                    case Bytes data -> new Range(source, data.offset(), data.length());
                    case Latin1 text -> new LatinText(source, text.offset(), text.length());
                    case Inline few -> new InMemory(source, ByteBuffer.wrap(few.bytes()));
                    case null, default -> null;
                };
        if (elements == null || array.type() == DType.UNTYPED) {
            return null; // numbers in an order or of a kind that no weight has
        }
        if (elements.size() != bytes && !(elements instanceof LatinText text && text.mayHold(bytes))) {
            throw source.notACheckpoint("damaged: an array of shape %s has %d bytes instead of %d"
                    .formatted(array.shape(), elements.size(), bytes));
        }
        StoredTensor rows = StoredTensor.contiguous(elements, array.type(), 0, array.shape());
        if (!array.columns()) {
            return rows;
        }
        List<Long> reversed = new ArrayList<>(array.shape());
        Collections.reverse(reversed);
        int[] order = new int[reversed.size()];
        Arrays.setAll(order, i -> order.length - 1 - i);
        return StoredTensor.contiguous(elements, array.type(), 0, reversed).permuted(order);
    }

    /** A part of the file. */
    private record Range(ByteSource source, long start, long size) implements ElementBytes {
        @Override
        public ByteBuffer read(long offset, int length) {
            if (offset < 0 || length > size - offset) {
                throw source.truncated("bytes beyond an array's end are asked for");
            }
            return source.read(start + offset, length);
        }
    }

    private record InMemory(ByteSource source, ByteBuffer all) implements ElementBytes {
        @Override
        public long size() {
            return all.limit();
        }

        @Override
        public ByteBuffer read(long offset, int length) {
            if (offset < 0 || length > size() - offset) {
                throw source.truncated("bytes beyond an array's end are asked for");
            }
            return all.slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
