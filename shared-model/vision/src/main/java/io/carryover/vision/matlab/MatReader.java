/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.matlab;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Data elements of a MATLAB level 5 file. Every count is held against the bytes that are left. */
final class MatReader {
    private static final int MATRIX = 14;
    private static final int COMPRESSED = 15;
    private static final int UTF8 = 16;
    private static final int UTF16 = 17;
    private static final int MAX_DEPTH = 16;
    private static final int CELL = 1;
    private static final int STRUCT = 2;
    private static final int CHAR = 4;
    private static final int FIRST_NUMERIC = 6;
    private static final int LAST_NUMERIC = 15;
    private static final int COMPLEX = 0x0800;

    private MatReader() {}

    /** What is wrong with a file. */
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    /** What one file may still cost: values cost far more here than in the file. */
    static final class Limits {
        private int arrays = 4_000_000;
        private long numbers = 16_000_000;

        void array() {
            if (--arrays < 0) {
                throw new Malformed("it holds too many arrays");
            }
        }

        void numbers(int count) {
            numbers -= count;
            if (numbers < 0) {
                throw new Malformed("it holds too many numbers");
            }
        }
    }

    /** A type and its bytes. */
    record Element(int type, ByteBuffer data) {}

    /** A matrix with its name; nested ones have none. */
    record Named(String name, MatValue value) {}

    /** The next element; positions {@code in} behind its padding. */
    static Element element(ByteBuffer in) {
        if (in.remaining() < 8) {
            throw new Malformed("it ends within a tag");
        }
        int first = in.getInt();
        if (first >>> 16 != 0) {
            int size = first >>> 16;
            if (size > 4) {
                throw new Malformed("a small element has %d bytes".formatted(size));
            }
            ByteBuffer data = in.slice(in.position(), size).order(in.order());
            in.position(in.position() + 4);
            return new Element(first & 0xffff, data);
        }
        int size = in.getInt();
        if (size < 0 || size > in.remaining()) {
            throw new Malformed(
                    "an element of %d bytes where %d are left".formatted(Integer.toUnsignedLong(size), in.remaining()));
        }
        ByteBuffer data = in.slice(in.position(), size).order(in.order());
        int padded = first == COMPRESSED ? size : (size + 7) & ~7;
        in.position(in.position() + Math.min(padded, in.remaining()));
        return new Element(first, data);
    }

    static Named matrix(ByteBuffer in, Limits limits, int depth) {
        limits.array();
        if (depth > MAX_DEPTH) {
            throw new Malformed("it is nested more than %d deep".formatted(MAX_DEPTH));
        }
        int flags = ints(element(in).data(), 2).getFirst();
        int kind = flags & 0xff;
        boolean known =
                kind == CELL || kind == STRUCT || kind == CHAR || (kind >= FIRST_NUMERIC && kind <= LAST_NUMERIC);
        if (!known) {
            return new Named("", new MatValue.Other());
        }
        ByteBuffer dimensions = element(in).data();
        List<Integer> extents = ints(dimensions, dimensions.remaining() / 4);
        int count = count(extents, in.remaining());
        String name = latin(element(in).data());
        if ((flags & COMPLEX) != 0) {
            return new Named(name, new MatValue.Other());
        }
        MatValue value =
                switch (kind) {
                    case CELL -> new MatValue.Cells(nested(in, count, limits, depth));
                    case STRUCT -> structs(in, count, limits, depth);
                    case CHAR -> new MatValue.Text(text(element(in)));
                    default -> numbers(element(in), extents, count, limits);
                };
        return new Named(name, value);
    }

    /** Each element costs a byte at least. */
    private static int count(List<Integer> extents, int left) {
        long count = 1;
        for (int extent : extents) {
            count *= extent;
            if (extent < 0 || count > left) {
                throw new Malformed("extents %s where %d bytes are left".formatted(extents, left));
            }
        }
        return (int) count;
    }

    private static List<MatValue> nested(ByteBuffer in, int count, Limits limits, int depth) {
        List<MatValue> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Element element = element(in);
            if (element.type() != MATRIX) {
                throw new Malformed("an element of type %d where a matrix is expected".formatted(element.type()));
            }
            values.add(
                    element.data().hasRemaining()
                            ? matrix(element.data(), limits, depth + 1).value()
                            : new MatValue.Numbers(List.of(0, 0), new double[0]));
        }
        return values;
    }

    private static MatValue structs(ByteBuffer in, int count, Limits limits, int depth) {
        int length = ints(element(in).data(), 1).getFirst();
        ByteBuffer table = element(in).data();
        List<String> fields = new ArrayList<>();
        if (length < 1 && table.hasRemaining()) {
            throw new Malformed("names of fields have length %d".formatted(length));
        }
        while (table.hasRemaining()) {
            int size = Math.min(length, table.remaining());
            fields.add(latin(table.slice(table.position(), size)));
            table.position(table.position() + size);
        }
        if (fields.isEmpty() && count > 0) {
            return new MatValue.Other();
        }
        List<SortedMap<String, MatValue>> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<MatValue> values = nested(in, fields.size(), limits, depth);
            var element = new TreeMap<String, MatValue>();
            for (int f = 0; f < fields.size(); f++) {
                element.put(fields.get(f), values.get(f));
            }
            elements.add(element);
        }
        return new MatValue.Structs(elements);
    }

    private static MatValue numbers(Element element, List<Integer> extents, int count, Limits limits) {
        ByteBuffer data = element.data();
        int size = Math.max(size(element.type()), 1);
        if (data.remaining() != (long) count * size) {
            throw new Malformed(
                    "%d bytes of type %d for extents %s".formatted(data.remaining(), element.type(), extents));
        }
        limits.numbers(count);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = number(element.type(), data);
        }
        return new MatValue.Numbers(extents, values);
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 2 -> 1;
            case 3, 4 -> 2;
            case 5, 6, 7 -> 4;
            case 9, 12, 13 -> 8;
            default -> throw new Malformed("numbers of type " + type);
        };
    }

    private static double number(int type, ByteBuffer data) {
        return switch (type) {
            case 1 -> data.get();
            case 2 -> data.get() & 0xff;
            case 3 -> data.getShort();
            case 4 -> data.getShort() & 0xffff;
            case 5 -> data.getInt();
            case 6 -> Integer.toUnsignedLong(data.getInt());
            case 7 -> data.getFloat();
            case 9 -> data.getDouble();
            default -> data.getLong(); // beyond 2^53 there is no index
        };
    }

    private static String text(Element element) {
        ByteBuffer data = element.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(0, bytes);
        return switch (element.type()) {
            case UTF8 -> new String(bytes, StandardCharsets.UTF_8);
            case UTF16, 4 ->
                new String(
                        bytes,
                        data.order() == java.nio.ByteOrder.LITTLE_ENDIAN
                                ? StandardCharsets.UTF_16LE
                                : StandardCharsets.UTF_16BE);
            case 1, 2 -> new String(bytes, StandardCharsets.ISO_8859_1);
            default -> throw new Malformed("characters of type " + element.type());
        };
    }

    private static List<Integer> ints(ByteBuffer data, int count) {
        if (data.remaining() != 4L * count || count > 32) {
            throw new Malformed("%d bytes where %d numbers are expected".formatted(data.remaining(), count));
        }
        List<Integer> ints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ints.add(data.getInt());
        }
        return ints;
    }

    /** Up to the first zero. */
    private static String latin(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(0, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
