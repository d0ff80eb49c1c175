/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.vision.checkpoint.ByteSource;
import io.carryover.vision.checkpoint.DType;
import io.carryover.vision.pickle.PickleValue.Array;
import io.carryover.vision.pickle.PickleValue.Bool;
import io.carryover.vision.pickle.PickleValue.Bytes;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.ElementType;
import io.carryover.vision.pickle.PickleValue.FieldNames;
import io.carryover.vision.pickle.PickleValue.Inline;
import io.carryover.vision.pickle.PickleValue.Int;
import io.carryover.vision.pickle.PickleValue.KnownArray;
import io.carryover.vision.pickle.PickleValue.Latin1;
import io.carryover.vision.pickle.PickleValue.LongText;
import io.carryover.vision.pickle.PickleValue.Opaque;
import io.carryover.vision.pickle.PickleValue.Seq;
import io.carryover.vision.pickle.PickleValue.Str;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying a name of {@link ArrayGlobal} gives, and what a state does to it. Argument orders: numpy
 * {@code _core/src/multiarray/methods.c} ({@code array_reduce}, {@code array_setstate}) and {@code descriptor.c}; jax
 * {@code _src/array.py}; dill {@code _dill.py}.
 */
final class ArrayReductions {
    private static final List<String> BYOL_FIELDS =
            List.of("online_params", "target_params", "online_state", "target_state", "opt_state");

    private final ByteSource source;
    private long copied;

    ArrayReductions(ByteSource source) {
        this.source = source;
    }

    /** The result of a call, or null where {@code callee} is not of this vocabulary. */
    @Nullable
    PickleValue apply(PickleValue callee, List<PickleValue> arguments) {
        return switch (callee) {
            case FieldNames(List<String> names) -> named(names, arguments);
            case KnownArray(ArrayGlobal global) -> apply(global, arguments);
            default -> null; // values of the other vocabulary
        };
    }

    private PickleValue apply(ArrayGlobal global, List<PickleValue> arguments) {
        return switch (global) {
            case RECONSTRUCT, ARRAY -> new Array();
            case DTYPE -> elementType(arguments);
            case FROM_BUFFER -> fromBuffer(arguments);
            case OF_PARTS -> ofParts(arguments);
            case ENCODE -> encode(arguments);
            case NAMED_TUPLE -> fieldNames(arguments);
            case BYOL_STATE -> named(BYOL_FIELDS, arguments);
            case BFLOAT16 -> new Opaque("a loose number");
        };
    }

    /** Gives {@code target} the state that BUILD brings. */
    void build(PickleValue target, PickleValue state) {
        List<PickleValue> items = state instanceof Seq seq ? seq.items() : List.of();
        switch (target) {
            case Array array -> setState(array, items);
            case ElementType type -> {
                if (items.size() > 1 && items.get(1) instanceof Str(String order) && order.equals(">")) {
                    type.bigEndian();
                }
            }
            default -> {} // attributes of an object: nothing else of ours has any
        }
    }

    /** State of an array: version, shape, element type, whether column by column, bytes. */
    private void setState(Array array, List<PickleValue> state) {
        if (state.size() != 5 || !(state.get(2) instanceof ElementType type)) {
            throw badArray();
        }
        array.set(type.type(), shape(state.get(1), type.type()), state.get(3) == Bool.TRUE, data(state.get(4)));
    }

    private PickleValue fromBuffer(List<PickleValue> arguments) {
        if (arguments.size() < 3 || !(arguments.get(1) instanceof ElementType type)) {
            throw badArray();
        }
        boolean columns = arguments.size() > 3 && arguments.get(3) instanceof Str(String order) && order.equals("F");
        Array array = new Array();
        array.set(type.type(), shape(arguments.get(2), type.type()), columns, data(arguments.get(0)));
        return array;
    }

    /** JAX {@code _reconstruct_array(fun, args, arr_state, aval_state)}, dill {@code _create_array(f, args, state, dict)}. */
    private PickleValue ofParts(List<PickleValue> arguments) {
        if (arguments.size() < 3 || !is(arguments.get(0), ArrayGlobal.RECONSTRUCT)) {
            throw badArray();
        }
        Array array = new Array();
        build(array, arguments.get(2));
        return array;
    }

    private static boolean is(PickleValue value, ArrayGlobal wanted) {
        return value instanceof KnownArray(ArrayGlobal global) && global == wanted;
    }

    private static @Nullable PickleValue data(PickleValue value) {
        return value instanceof Bytes || value instanceof Inline || value instanceof Latin1 ? value : null;
    }

    private List<Long> shape(PickleValue value, DType type) {
        if (!(value instanceof Seq seq) || seq.items().size() > PickleLimits.RANK) {
            throw badArray();
        }
        List<Long> shape = new ArrayList<>();
        long bytes = type.bytes();
        for (PickleValue item : seq.items()) {
            if (!(item instanceof Int(long extent)) || extent < 0 || extent > source.size()) {
                throw badArray();
            }
            shape.add(extent);
            bytes = extent == 0 ? 0 : bytes > source.size() / extent ? Long.MAX_VALUE / 1024 : bytes * extent;
        }
        if (bytes > source.size()) {
            throw source.truncated("an array of shape %s is more than the file has".formatted(shape));
        }
        return List.copyOf(shape);
    }

    private static PickleValue elementType(List<PickleValue> arguments) {
        if (!arguments.isEmpty() && is(arguments.getFirst(), ArrayGlobal.BFLOAT16)) {
            return new ElementType(DType.BF16);
        }
        if (!arguments.isEmpty() && arguments.getFirst() instanceof Str(String code)) {
            return new ElementType(
                    switch (code.startsWith("<") || code.startsWith("|") ? code.substring(1) : code) {
                        case "f2" -> DType.F16;
                        case "f4" -> DType.F32;
                        case "f8" -> DType.F64;
                        case "i1" -> DType.I8;
                        case "i2", "u2" -> DType.I16;
                        case "i4", "u4" -> DType.I32;
                        case "i8", "u8" -> DType.I64;
                        case "u1" -> DType.U8;
                        case "b1" -> DType.BOOL;
                        case "c8" -> DType.C64;
                        case "c16" -> DType.C128;
                        default -> DType.UNTYPED;
                    });
        }
        return new ElementType(DType.UNTYPED);
    }

    private PickleValue encode(List<PickleValue> arguments) {
        if (arguments.size() == 2 && arguments.get(1) instanceof Str(String how) && how.equals("latin1")) {
            switch (arguments.getFirst()) {
                case Str(String text) -> {
                    count(text.length());
                    return new Inline(text.getBytes(StandardCharsets.ISO_8859_1));
                }
                case LongText(long offset, long length) -> {
                    return new Latin1(offset, length);
                }
                default -> {} // an empty or wrong call stays a placeholder
            }
        }
        return new Opaque("_codecs.encode");
    }

    private PickleValue fieldNames(List<PickleValue> arguments) {
        if (arguments.size() < 2 || !(arguments.get(1) instanceof Seq fields)) {
            return new Opaque("dill._dill._create_namedtuple");
        }
        count(fields.items().size());
        List<String> names = new ArrayList<>();
        for (PickleValue item : fields.items()) {
            if (!(item instanceof Str(String name))) {
                return new Opaque("dill._dill._create_namedtuple");
            }
            names.add(name);
        }
        return new FieldNames(names);
    }

    private PickleValue named(List<String> names, List<PickleValue> values) {
        if (names.size() != values.size()) {
            throw source.notACheckpoint("damaged: a named tuple of its pickle has %d values for %d names"
                    .formatted(values.size(), names.size()));
        }
        count(names.size());
        Dict dict = new Dict();
        for (int i = 0; i < names.size(); i++) {
            dict.put(new Str(names.get(i)), values.get(i));
        }
        return dict;
    }

    /** What is remembered once may be used a million times: copies together may not outgrow what a pickle may be. */
    private void count(long more) {
        copied += more;
        if (copied > PickleLimits.BYTES) {
            throw source.unsupported("its pickle copies more than " + PickleLimits.BYTES + " bytes");
        }
    }

    private CarryoverException badArray() {
        return source.notACheckpoint("damaged: an array of its pickle is described wrongly");
    }
}
