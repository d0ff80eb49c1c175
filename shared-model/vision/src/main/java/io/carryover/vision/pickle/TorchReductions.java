/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.vision.checkpoint.ByteSource;
import io.carryover.vision.checkpoint.DType;
import io.carryover.vision.checkpoint.Printable;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.Int;
import io.carryover.vision.pickle.PickleValue.Known;
import io.carryover.vision.pickle.PickleValue.Opaque;
import io.carryover.vision.pickle.PickleValue.Seq;
import io.carryover.vision.pickle.PickleValue.Storage;
import io.carryover.vision.pickle.PickleValue.Str;
import io.carryover.vision.pickle.PickleValue.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a known name to arguments gives. Argument orders: pytorch {@code torch/_utils.py}; persistent ids:
 * {@code torch/serialization.py}.
 */
final class TorchReductions {
    private final ByteSource source;
    private final Storages storages;
    private int copied;

    TorchReductions(ByteSource source) {
        this.source = source;
        this.storages = new Storages(source);
    }

    Storages storages() {
        return storages;
    }

    PickleValue apply(PickleValue callee, List<PickleValue> arguments) {
        if (!(callee instanceof Known(KnownGlobal global, DType _))) {
            return callee instanceof Opaque ? callee : new Opaque("a call of a value");
        }
        return switch (global) {
            case DICT -> dict(arguments);
            case SEQUENCE ->
                new Seq(!arguments.isEmpty() && arguments.getFirst() instanceof Seq s ? s.items() : new ArrayList<>());
            case STORAGE, DTYPE -> new Opaque("a loose storage");
            case REBUILD_TENSOR -> tensor(arguments, null);
            case REBUILD_TENSOR_V3 -> {
                if (arguments.size() < 7
                        || !(arguments.get(6) instanceof Known(KnownGlobal g, DType type))
                        || g != KnownGlobal.DTYPE) {
                    throw badTensor();
                }
                yield tensor(arguments, type);
            }
            case REBUILD_PARAMETER -> {
                if (arguments.isEmpty()) {
                    throw badTensor();
                }
                yield arguments.getFirst();
            }
        };
    }

    /** The storage of a persistent id {@code ("storage", type, key, location, count[, view])}. */
    PickleValue storage(PickleValue id) {
        if (!(id instanceof Seq seq)
                || seq.items().size() < 5
                || !(seq.items().get(0) instanceof Str(String kind))
                || !kind.equals("storage")
                || !(seq.items().get(2) instanceof Str(String key))
                || !(seq.items().get(4) instanceof Int(long count))) {
            throw source.notACheckpoint("damaged: a persistent id of its pickle is not a storage");
        }
        if (!(seq.items().get(1) instanceof Known(KnownGlobal global, DType type))
                || global != KnownGlobal.STORAGE
                || type == null) {
            throw source.unsupported("storage %s has an unknown element type".formatted(Printable.of(key)));
        }
        storages.add(key, type, count);
        // torch before 0.4 shared storages through views: (key of the view, first element, length)
        if (seq.items().size() > 5
                && seq.items().get(5) instanceof Seq view
                && view.items().size() == 3
                && view.items().get(1) instanceof Int(long first)
                && view.items().get(2) instanceof Int(long length)) {
            if (first < 0 || length < 0 || first > count - length) {
                throw badTensor();
            }
            return new Storage(type, key, first, length);
        }
        return new Storage(type, key, 0, count);
    }

    private PickleValue dict(List<PickleValue> arguments) {
        Dict dict = new Dict();
        for (PickleValue argument : arguments) {
            if (argument instanceof Dict other) {
                count(other.entries().size());
                other.entries().forEach((name, value) -> dict.put(new Str(name), value));
            } else if (argument instanceof Seq pairs) {
                count(pairs.items().size());
                for (PickleValue item : pairs.items()) {
                    if (item instanceof Seq pair && pair.items().size() == 2) {
                        String twice =
                                dict.put(pair.items().get(0), pair.items().get(1));
                        if (twice != null) {
                            throw source.notACheckpoint("damaged: its pickle holds two tensors " + Printable.of(twice));
                        }
                    }
                }
            }
        }
        return dict;
    }

    /** One long list given to many dictionaries must not cost its square. */
    private void count(int entries) {
        copied += entries;
        if (copied > PickleLimits.MEMO) {
            throw source.unsupported("its pickle copies more than " + PickleLimits.MEMO + " entries");
        }
    }

    private Tensor tensor(List<PickleValue> arguments, @Nullable DType declared) {
        if (arguments.size() < 4
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Int(long offset))) {
            throw badTensor();
        }
        List<Long> shape = longs(arguments.get(2));
        List<Long> strides = longs(arguments.get(3));
        if (shape.size() != strides.size() || offset < 0) {
            throw badTensor();
        }
        DType type = declared == null ? storage.type() : declared;
        checkInside(storage, type, offset, shape, strides);
        return new Tensor(storage, type, offset, shape, strides);
    }

    private void checkInside(Storage storage, DType type, long offset, List<Long> shape, List<Long> strides) {
        long capacity = storage.count() * storage.type().bytes() / type.bytes();
        long last = offset;
        for (int i = 0; i < shape.size(); i++) {
            long extent = shape.get(i);
            long stride = strides.get(i);
            if (extent < 0 || stride < 0 || extent > source.size() || stride > source.size()) {
                throw badTensor();
            }
            if (extent == 0) {
                return;
            }
            // no overflow: both factors are bounded by the file's size, checked here by division
            if (extent > 1 && stride > 0 && extent - 1 > (capacity - last) / stride) {
                throw outside(storage);
            }
            last += (extent - 1) * stride;
        }
        if (last >= capacity || last < 0) {
            throw outside(storage);
        }
    }

    private CarryoverException outside(Storage storage) {
        return source.notACheckpoint("damaged: a tensor reaches beyond its storage " + Printable.of(storage.key()));
    }

    private List<Long> longs(PickleValue value) {
        if (!(value instanceof Seq seq) || seq.items().size() > PickleLimits.RANK) {
            throw badTensor();
        }
        List<Long> longs = new ArrayList<>(seq.items().size());
        for (PickleValue item : seq.items()) {
            if (!(item instanceof Int(long n))) {
                throw badTensor();
            }
            longs.add(n);
        }
        return List.copyOf(longs);
    }

    private CarryoverException badTensor() {
        return source.notACheckpoint("damaged: a tensor of its pickle is described wrongly");
    }
}
