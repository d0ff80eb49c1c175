/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes flat tables as Apache Parquet (https://github.com/apache/parquet-format, README.md, Encodings.md and
 * parquet.thrift): one data page (version 1) for each column of a row group, plain encoding, gzip. docs/decisions/0011 says why not with a
 * library. Numbers of enums and fields below are those of parquet.thrift.
 */
final class Parquet {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS_OF_A_GROUP = 50_000;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int GZIP = 2;

    private Parquet() {}

    /** What a column holds: {@code physical} of parquet.thrift's Type. */
    enum Type {
        BOOLEAN(0),
        LONG(2),
        TIMESTAMP(2),
        DOUBLE(5),
        TEXT(6);

        private final int physical;

        Type(int physical) {
            this.physical = physical;
        }
    }

    /**
     * A column of a table of {@code R}.
     *
     * @param optional whether {@code value} may be null
     * @param value a Boolean, Long, Instant (kept to microseconds, UTC), Double or String, as {@code type} says
     */
    record Column<R>(String name, Type type, boolean optional, Function<R, @Nullable Object> value) {}

    private record Chunk(long offset, int plainBytes, int bytes) {}

    private record Group(List<Chunk> chunks, int rows) {}

    /** Writes the whole file; {@code out} stays open. */
    static <R> void write(OutputStream out, List<Column<R>> columns, List<R> rows, String createdBy)
            throws IOException {
        out.write(MAGIC);
        long offset = MAGIC.length;
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += ROWS_OF_A_GROUP) {
            List<R> part = rows.subList(from, Math.min(rows.size(), from + ROWS_OF_A_GROUP));
            List<Chunk> chunks = new ArrayList<>();
            for (Column<R> column : columns) {
                byte[] plain = page(column, part);
                byte[] packed = gzip(plain);
                byte[] header = header(part.size(), plain.length, packed.length);
                out.write(header);
                out.write(packed);
                chunks.add(new Chunk(offset, header.length + plain.length, header.length + packed.length));
                offset += header.length + packed.length;
            }
            groups.add(new Group(chunks, part.size()));
        }
        byte[] footer = footer(columns, groups, rows.size(), createdBy);
        out.write(footer);
        out.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        out.write(MAGIC);
    }

    /** Definition levels where a value may be absent, then the values that are there. */
    private static <R> byte[] page(Column<R> column, List<R> rows) {
        var values = new ByteArrayOutputStream();
        List<@Nullable Object> all = new ArrayList<>();
        rows.forEach(row -> all.add(column.value().apply(row)));
        if (column.optional()) {
            byte[] levels = bits(all.stream().map(value -> value != null).toList());
            var run = new ByteArrayOutputStream();
            // A bit-packed run of so many groups of eight.
            for (int rest = (levels.length << 1) | 1; ; rest >>>= 7) {
                run.write(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
                if (rest <= 0x7f) {
                    break;
                }
            }
            run.writeBytes(levels);
            values.writeBytes(little(4).putInt(run.size()).array());
            values.writeBytes(run.toByteArray());
        }
        values.writeBytes(plain(column, all));
        return values.toByteArray();
    }

    private static byte[] plain(Column<?> column, List<@Nullable Object> values) {
        var out = new ByteArrayOutputStream();
        List<Boolean> flags = new ArrayList<>();
        for (Object value : values) {
            switch (value) {
                case null -> {
                    if (!column.optional()) {
                        throw new IllegalStateException("no value in column " + column.name());
                    }
                }
                case Boolean flag -> flags.add(flag);
                case Long number -> out.writeBytes(little(8).putLong(number).array());
                case Instant at ->
                    out.writeBytes(little(8)
                            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                            .array());
                case Double number -> out.writeBytes(little(8).putDouble(number).array());
                case String text -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    out.writeBytes(little(4).putInt(bytes.length).array());
                    out.writeBytes(bytes);
                }
                default -> throw new IllegalStateException("no type of a column: " + value.getClass());
            }
        }
        return flags.isEmpty() ? out.toByteArray() : bits(flags);
    }

    /** One bit each, the first one lowest, filled up to whole bytes. */
    private static byte[] bits(List<Boolean> flags) {
        byte[] bytes = new byte[(flags.size() + 7) / 8];
        for (int i = 0; i < flags.size(); i++) {
            if (flags.get(i)) {
                bytes[i / 8] |= (byte) (1 << (i % 8));
            }
        }
        return bytes;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] gzip(byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** PageHeader with DataPageHeader. */
    private static byte[] header(int rows, int plainBytes, int bytes) {
        return ThriftCompact.struct(page -> page.i32(1, 0)
                .i32(2, plainBytes)
                .i32(3, bytes)
                .struct(5, data -> data.i32(1, rows).i32(2, PLAIN).i32(3, RLE).i32(4, RLE)));
    }

    /** FileMetaData. */
    private static <R> byte[] footer(List<Column<R>> columns, List<Group> groups, long rows, String createdBy) {
        List<@Nullable Column<R>> elements = new ArrayList<>();
        elements.add(null);
        elements.addAll(columns);
        return ThriftCompact.struct(file -> file.i32(1, 1)
                .structs(2, elements, (thrift, column) -> element(thrift, column, columns.size()))
                .i64(3, rows)
                .structs(4, groups, (thrift, group) -> group(thrift, columns, group))
                .text(6, createdBy));
    }

    /** SchemaElement: the root, then a leaf for each column. */
    private static void element(ThriftCompact thrift, @Nullable Column<?> column, int children) {
        if (column == null) {
            thrift.text(4, "results").i32(5, children);
            return;
        }
        thrift.i32(1, column.type().physical).i32(3, column.optional() ? 1 : 0).text(4, column.name());
        switch (column.type()) {
            case TEXT -> thrift.i32(6, 0).struct(10, logical -> logical.struct(1, _ -> {}));
            case TIMESTAMP ->
                thrift.i32(6, 10)
                        .struct(
                                10,
                                logical -> logical.struct(
                                        8, stamp -> stamp.bool(1, true).struct(2, unit -> unit.struct(2, _ -> {}))));
            case BOOLEAN, LONG, DOUBLE -> {}
        }
    }

    /** RowGroup with its ColumnChunks and their ColumnMetaData. */
    private static <R> void group(ThriftCompact thrift, List<Column<R>> columns, Group group) {
        List<Integer> indices =
                java.util.stream.IntStream.range(0, columns.size()).boxed().toList();
        thrift.structs(1, indices, (chunk, i) -> {
            Chunk place = group.chunks().get(i);
            Column<R> column = columns.get(i);
            chunk.i64(2, place.offset()).struct(3, meta -> meta.i32(1, column.type().physical)
                    .i32s(2, List.of(PLAIN, RLE))
                    .texts(3, List.of(column.name()))
                    .i32(4, GZIP)
                    .i64(5, group.rows())
                    .i64(6, place.plainBytes())
                    .i64(7, place.bytes())
                    .i64(9, place.offset()));
        });
        thrift.i64(2, group.chunks().stream().mapToLong(Chunk::plainBytes).sum())
                .i64(3, group.rows());
    }
}
