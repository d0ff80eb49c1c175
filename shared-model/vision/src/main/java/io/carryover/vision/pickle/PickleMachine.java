/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import io.carryover.vision.checkpoint.ByteSource;
import io.carryover.vision.checkpoint.Printable;
import io.carryover.vision.pickle.PickleValue.Bool;
import io.carryover.vision.pickle.PickleValue.Bytes;
import io.carryover.vision.pickle.PickleValue.Dict;
import io.carryover.vision.pickle.PickleValue.Inline;
import io.carryover.vision.pickle.PickleValue.LongText;
import io.carryover.vision.pickle.PickleValue.None;
import io.carryover.vision.pickle.PickleValue.Opaque;
import io.carryover.vision.pickle.PickleValue.Real;
import io.carryover.vision.pickle.PickleValue.Seq;
import io.carryover.vision.pickle.PickleValue.Str;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads one pickle of a torch checkpoint. It builds plain data, tensors that point into storages, and placeholders;
 * a name that stands for code which no checkpoint needs ends the reading with UNSAFE_CHECKPOINT before anything else
 * of the pickle is looked at. Operations: CPython's {@code Lib/pickletools.py}.
 */
public final class PickleMachine {
    private final PickleInput in;
    private final ByteSource source;
    private final PickleStack stack;
    private final TorchReductions torch;
    private final ArrayReductions arrays;
    private final Vocabulary vocabulary;
    private final Set<String> placeholders = new TreeSet<>();
    private int operations;

    /** A machine for one pickle of torch that starts at the cursor's place. */
    public PickleMachine(PickleInput in) {
        this(in, Vocabulary.TORCH);
    }

    /** A machine for one pickle that starts at the cursor's place. */
    public PickleMachine(PickleInput in, Vocabulary vocabulary) {
        this.in = in;
        this.vocabulary = vocabulary;
        this.source = in.source();
        this.stack = new PickleStack(source);
        this.torch = new TorchReductions(source);
        this.arrays = new ArrayReductions(source);
    }

    /** Names of the classes that became placeholders, sorted. */
    public Set<String> placeholders() {
        return placeholders;
    }

    /** Storages that the pickle refers to. */
    public Storages storages() {
        return torch.storages();
    }

    /** Reads up to the pickle's end and returns its value; the cursor stands behind it. */
    public PickleValue read() {
        long start = in.position() - in.skipped();
        for (int op = in.next(); op != Op.STOP; op = in.next()) {
            if (++operations > PickleLimits.OPERATIONS || in.position() - in.skipped() - start > PickleLimits.BYTES) {
                throw source.unsupported("its pickle is larger than any %s's".formatted(source.claim()));
            }
            if (!literal(op) && !container(op) && !memo(op)) {
                object(op);
            }
        }
        return stack.pop();
    }

    private boolean literal(int op) {
        switch (op) {
            case Op.NONE -> stack.push(None.NONE);
            case Op.NEWTRUE -> stack.push(Bool.TRUE);
            case Op.NEWFALSE -> stack.push(Bool.FALSE);
            case Op.BININT -> stack.push(PickleNumbers.signed(in));
            case Op.BININT1 -> stack.push(PickleNumbers.of(in.next()));
            case Op.BININT2 -> stack.push(PickleNumbers.of(in.little(2)));
            case Op.INT -> stack.push(PickleNumbers.line(in));
            case Op.LONG -> stack.push(PickleNumbers.longLine(in));
            case Op.LONG1 -> stack.push(PickleNumbers.binary(in, in.next()));
            case Op.LONG4 -> stack.push(PickleNumbers.binary(in, in.little(4)));
            case Op.FLOAT -> stack.push(PickleNumbers.floatLine(in));
            case Op.BINFLOAT -> stack.push(new Real(in.bigEndianDouble()));
            case Op.STRING -> stack.push(new Str(in.quotedLine()));
            case Op.UNICODE -> stack.push(new Str(in.line()));
            case Op.SHORT_BINSTRING, Op.SHORT_BINUNICODE -> stack.push(text(in.next()));
            case Op.BINSTRING -> stack.push(string(in.little(4)));
            case Op.BINUNICODE -> stack.push(text(in.little(4)));
            case Op.BINUNICODE8 -> stack.push(text(in.little(8)));
            case Op.SHORT_BINBYTES -> stack.push(bytes(in.next()));
            case Op.BINBYTES -> stack.push(bytes(in.little(4)));
            case Op.BINBYTES8, Op.BYTEARRAY8 -> stack.push(bytes(in.little(8)));
            case Op.PROTO -> checkProtocol(in.next());
            case Op.FRAME -> in.little(8); // frames only help buffering
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int op) {
        switch (op) {
            case Op.MARK -> stack.mark();
            case Op.POP -> stack.pop();
            case Op.POP_MARK -> stack.popToMark();
            case Op.DUP -> stack.push(stack.top());
            case Op.EMPTY_TUPLE, Op.EMPTY_LIST, Op.EMPTY_SET -> stack.push(Seq.empty());
            case Op.TUPLE, Op.LIST, Op.FROZENSET -> stack.push(new Seq(stack.popToMark()));
            case Op.TUPLE1 -> stack.push(tuple(1));
            case Op.TUPLE2 -> stack.push(tuple(2));
            case Op.TUPLE3 -> stack.push(tuple(3));
            case Op.EMPTY_DICT -> stack.push(new Dict());
            case Op.DICT -> {
                Dict dict = new Dict();
                setItems(dict, stack.popToMark());
                stack.push(dict);
            }
            case Op.APPEND -> append(List.of(stack.pop()));
            case Op.APPENDS, Op.ADDITEMS -> append(stack.popToMark());
            case Op.SETITEM -> {
                PickleValue value = stack.pop();
                PickleValue key = stack.pop();
                setItems(stack.top(), List.of(key, value));
            }
            case Op.SETITEMS -> {
                List<PickleValue> pairs = stack.popToMark();
                setItems(stack.top(), pairs);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int op) {
        switch (op) {
            case Op.PUT -> stack.put(PickleNumbers.index(in));
            case Op.BINPUT -> stack.put(in.next());
            case Op.LONG_BINPUT -> stack.put(in.little(4));
            case Op.MEMOIZE -> stack.memoize();
            case Op.GET -> stack.get(PickleNumbers.index(in));
            case Op.BINGET -> stack.get(in.next());
            case Op.LONG_BINGET -> stack.get(in.little(4));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void object(int op) {
        switch (op) {
            case Op.GLOBAL -> {
                String module = in.line();
                stack.push(global(module, in.line()));
            }
            case Op.STACK_GLOBAL -> {
                PickleValue name = stack.pop();
                if (!(stack.pop() instanceof Str(String module)) || !(name instanceof Str(String text))) {
                    throw source.notACheckpoint("damaged: its pickle names a class by something that is not text");
                }
                stack.push(global(module, text));
            }
            case Op.INST -> {
                String module = in.line();
                PickleValue made = global(module, in.line());
                stack.push(apply(made, stack.popToMark()));
            }
            case Op.OBJ -> {
                List<PickleValue> parts = stack.popToMark();
                if (parts.isEmpty()) {
                    throw source.notACheckpoint("damaged: its pickle makes an object of nothing");
                }
                stack.push(apply(parts.getFirst(), parts.subList(1, parts.size())));
            }
            case Op.REDUCE, Op.NEWOBJ -> {
                PickleValue arguments = stack.pop();
                stack.push(apply(stack.pop(), arguments instanceof Seq s ? s.items() : List.of()));
            }
            case Op.NEWOBJ_EX -> {
                stack.pop();
                PickleValue arguments = stack.pop();
                stack.push(apply(stack.pop(), arguments instanceof Seq s ? s.items() : List.of()));
            }
            case Op.BUILD -> {
                PickleValue state = stack.pop();
                arrays.build(stack.top(), state);
            }
            case Op.READONLY_BUFFER -> stack.top();
            case Op.NEXT_BUFFER ->
                throw source.unsupported("its arrays were left out of its pickle (out-of-band buffers of protocol 5)");
            case Op.BINPERSID -> stack.push(torch.storage(stack.pop()));
            default ->
                throw source.notACheckpoint(
                        "damaged: byte 0x%02x at %d of its pickle means nothing".formatted(op, in.position() - 1));
        }
    }

    private PickleValue apply(PickleValue callee, List<PickleValue> arguments) {
        PickleValue made = arrays.apply(callee, arguments);
        return made == null ? torch.apply(callee, arguments) : made;
    }

    private PickleValue global(String module, String name) {
        PickleValue value = Globals.classify(vocabulary, module, name);
        if (value == null) {
            throw source.unsafe("it names %s.%s, which no %s needs"
                    .formatted(Printable.of(module), Printable.of(name), source.claim()));
        }
        if (value instanceof Opaque(String full) && placeholders.size() < PickleLimits.PLACEHOLDERS) {
            placeholders.add(Printable.of(full));
        }
        return value;
    }

    private void append(List<PickleValue> added) {
        if (stack.top() instanceof Seq list) {
            list.items().addAll(added);
        }
    }

    private void setItems(PickleValue target, List<PickleValue> pairs) {
        if (pairs.size() % 2 != 0) {
            throw source.notACheckpoint("damaged: a dictionary of its pickle has a key without a value");
        }
        if (target instanceof Dict dict) {
            for (int i = 0; i < pairs.size(); i += 2) {
                String twice = dict.put(pairs.get(i), pairs.get(i + 1));
                if (twice != null) {
                    throw source.notACheckpoint("damaged: its pickle holds two tensors " + Printable.of(twice));
                }
            }
        }
    }

    private Seq tuple(int size) {
        List<PickleValue> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.addFirst(stack.pop());
        }
        return new Seq(items);
    }

    private PickleValue text(long length) {
        if (vocabulary == Vocabulary.ARRAYS && length > PickleLimits.NAME_BYTES) {
            LongText text = new LongText(in.position(), length);
            in.skip(length);
            return text;
        }
        if (length < 0 || length > PickleLimits.STRING_BYTES) {
            throw source.unsupported("its pickle holds a text of " + length + " bytes");
        }
        return new Str(in.utf8(length));
    }

    /** Python 2 has one type for bytes and text: what is too long for a name is bytes. */
    private PickleValue string(long length) {
        return vocabulary == Vocabulary.ARRAYS && length > PickleLimits.NAME_BYTES ? bytes(length) : text(length);
    }

    /** Few bytes may be a name. */
    private PickleValue bytes(long length) {
        if (vocabulary == Vocabulary.ARRAYS && length >= 0 && length <= PickleLimits.NAME_BYTES) {
            return new Inline(in.bytes(length));
        }
        Bytes bytes = new Bytes(in.position(), length);
        in.skip(length);
        return bytes;
    }

    private void checkProtocol(int protocol) {
        if (protocol > 5) {
            throw source.unsupported("its pickle has protocol " + protocol);
        }
    }
}
