/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where TensorFlow keeps one variable: {@code BundleEntryProto}. A type that no weight has, or a variable in slices, is
 * {@link DType#UNTYPED}: it may stand in the file, and can't be a weight.
 */
record BundleEntry(DType type, List<Long> shape, int shard, long offset, long size, int crc) {
    private static final int MAX_RANK = 8;

    BundleEntry {
        shape = List.copyOf(shape);
    }

    static BundleEntry parse(ByteSource index, String name, byte[] bytes) {
        ProtoReader proto = new ProtoReader(index, ByteBuffer.wrap(bytes));
        DType type = DType.UNTYPED;
        List<Long> shape = new ArrayList<>();
        boolean sliced = false;
        long shard = 0;
        long offset = 0;
        long size = 0;
        int crc = 0;
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> type = type(proto.number());
                case 2 -> readShape(index, name, proto.message(), shape);
                case 3 -> shard = proto.number();
                case 4 -> offset = proto.number();
                case 5 -> size = proto.number();
                case 6 -> crc = proto.fixed32();
                case 7 -> {
                    sliced = true;
                    proto.skip();
                }
                default -> proto.skip();
            }
        }
        int place = shard < 0 || shard > Integer.MAX_VALUE ? -1 : (int) shard;
        return new BundleEntry(sliced ? DType.UNTYPED : type, shape, place, offset, size, crc);
    }

    private static void readShape(ByteSource index, String name, ProtoReader proto, List<Long> shape) {
        while (proto.next()) {
            if (proto.field() != 2) {
                proto.skip();
                continue;
            }
            if (shape.size() == MAX_RANK) {
                throw index.unsupported("%s has more than %d dimensions".formatted(Printable.of(name), MAX_RANK));
            }
            long extent = 0;
            ProtoReader dimension = proto.message();
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    extent = dimension.number();
                } else {
                    dimension.skip();
                }
            }
            shape.add(extent);
        }
    }

    /** Numbers of {@code core/framework/types.proto}. */
    private static DType type(long number) {
        return switch ((int) Math.min(Math.max(number, 0), 1_000)) {
            case 1 -> DType.F32;
            case 2 -> DType.F64;
            case 3 -> DType.I32;
            case 4 -> DType.U8;
            case 5 -> DType.I16;
            case 6 -> DType.I8;
            case 8 -> DType.C64;
            case 9 -> DType.I64;
            case 10 -> DType.BOOL;
            case 14 -> DType.BF16;
            case 19 -> DType.F16;
            default -> DType.UNTYPED;
        };
    }
}
