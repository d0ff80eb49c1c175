/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage.npy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.storage.safetensors.Dtype;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dictionary at the head of an {@code .npy} file, of which three entries exist; anything else is refused. */
record NpyHeader(Dtype dtype, List<Long> shape, long bytes) {
    private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']{1,8})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]{0,200})\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    static NpyHeader parse(String text, ErrorCode broken, String what) {
        Dtype dtype = dtype(field(DESCR, text, broken, what + ": not a plain array of numbers"), broken, what);
        String order = field(ORDER, text, broken, what + ": an .npy header without fortran_order");
        List<Long> shape = new ArrayList<>();
        long elements = 1;
        for (String part : field(SHAPE, text, broken, what + ": an .npy header without shape")
                .split(",", -1)) {
            if (!part.isBlank()) {
                try {
                    shape.add(Long.parseLong(part.strip()));
                    elements = Math.multiplyExact(elements, shape.getLast());
                } catch (NumberFormatException | ArithmeticException e) {
                    throw new CarryoverException(broken, what + ": an impossible shape", e);
                }
            }
        }
        if (order.equals("True") && shape.size() > 1) {
            throw new CarryoverException(
                    broken, what + ": in Fortran order; save numpy.ascontiguousarray of it instead");
        }
        if (elements > Long.MAX_VALUE / dtype.bytes()) {
            throw new CarryoverException(broken, what + ": an impossible shape");
        }
        return new NpyHeader(dtype, shape, elements * dtype.bytes());
    }

    private static Dtype dtype(String descr, ErrorCode broken, String what) {
        return switch (descr) {
            case "<f8" -> Dtype.F64;
            case "<f4" -> Dtype.F32;
            case "<i8" -> Dtype.I64;
            case "<i4" -> Dtype.I32;
            case "|u1" -> Dtype.U8;
            default ->
                throw new CarryoverException(
                        broken,
                        what + ": elements of NumPy type " + descr + "; float32, float64, int64, int32 and uint8 work");
        };
    }

    private static String field(Pattern pattern, String text, ErrorCode broken, String message) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new CarryoverException(broken, message);
        }
        return matcher.group(1);
    }
}
