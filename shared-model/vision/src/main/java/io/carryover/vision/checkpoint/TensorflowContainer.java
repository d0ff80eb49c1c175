/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * TensorFlow's checkpoints, version 2 ("bundle"): an index {@code NAME.index}, which is a sorted table from variable names to
 * descriptions, and data in {@code NAME.data-00000-of-0000N}. Layout: tensorflow {@code core/util/tensor_bundle} and
 * {@code core/protobuf/tensor_bundle.proto}.
 */
final class TensorflowContainer {
    private static final String INDEX = ".index";
    private static final int MAX_SHARDS = 1_000;
    private static final int BIG_ENDIAN = 1;

    private TensorflowContainer() {}

    static boolean looksLike(ByteSource source) {
        return SortedTable.looksLike(source);
    }

    static RawCheckpoint read(CheckpointFiles files) throws IOException {
        ByteSource index = files.main();
        String name = String.valueOf(files.path().getFileName());
        if (!name.endsWith(INDEX)) {
            throw index.unsupported(
                    "a table of TensorFlow that is not called .index; checkpoints of version 1 are not read");
        }
        String prefix = name.substring(0, name.length() - INDEX.length());
        SortedMap<String, byte[]> table = SortedTable.read(index);
        byte[] header = table.get("");
        if (header == null) {
            throw index.notACheckpoint("damaged: its table has no header");
        }
        int shards = shards(index, header);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> entry : table.entrySet()) {
            if (!entry.getKey().isEmpty()) {
                BundleEntry tensor = BundleEntry.parse(index, entry.getKey(), entry.getValue());
                if (tensor.shard() < 0 || tensor.shard() >= shards) {
                    throw index.notACheckpoint("damaged: %s lies in shard %d of %d"
                            .formatted(Printable.of(entry.getKey()), tensor.shard(), shards));
                }
                String file = String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, tensor.shard(), shards);
                tensors.put(entry.getKey(), stored(files.sibling(file), entry.getKey(), tensor));
            }
        }
        List<String> names = new ArrayList<>(tensors.keySet());
        return new RawCheckpoint(Container.TENSORFLOW, Map.of("", tensors), Set.of(), names);
    }

    private static int shards(ByteSource index, byte[] header) {
        long shards = 1;
        long order = 0;
        ProtoReader proto = new ProtoReader(index, ByteBuffer.wrap(header));
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> shards = proto.number();
                case 2 -> order = proto.number();
                default -> proto.skip();
            }
        }
        if (order == BIG_ENDIAN) {
            throw index.unsupported("its numbers are big-endian");
        }
        if (shards < 1 || shards > MAX_SHARDS) {
            throw index.unsupported("it consists of %d shards".formatted(shards));
        }
        return (int) shards;
    }

    private static StoredTensor stored(ByteSource data, String name, BundleEntry entry) {
        long bytes = entry.type().bytes();
        for (long extent : entry.shape()) {
            if (extent < 0 || (extent > 0 && bytes > Long.MAX_VALUE / extent)) {
                throw data.notACheckpoint("damaged: %s has an impossible shape".formatted(Printable.of(name)));
            }
            bytes *= extent;
        }
        boolean readable = entry.type() != DType.UNTYPED;
        if (readable && bytes != entry.size()) {
            throw data.notACheckpoint("damaged: %s of shape %s has %d bytes instead of %d"
                    .formatted(Printable.of(name), entry.shape(), entry.size(), bytes));
        }
        if (entry.offset() < 0 || entry.size() < 0 || entry.offset() > data.size() - entry.size()) {
            throw data.truncated("%s lies at bytes %d to %d, the file has %d"
                    .formatted(Printable.of(name), entry.offset(), entry.offset() + entry.size(), data.size()));
        }
        return StoredTensor.contiguous(
                new Checksummed(data, entry.offset(), entry.size(), entry.crc()), entry.type(), 0, entry.shape());
    }

    /** A variable's bytes with their CRC-32C, which is checked before they are used. */
    private record Checksummed(ByteSource data, long start, long size, int masked) implements ElementBytes {
        private static final int CHUNK = 1 << 20;

        @Override
        public ByteBuffer read(long offset, int length) {
            if (offset < 0 || length > size - offset) {
                throw data.truncated("bytes beyond a variable's end are asked for");
            }
            return data.read(start + offset, length).order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void verify(String tensor) {
            MaskedCrc crc = new MaskedCrc();
            for (long done = 0; done < size; done += CHUNK) {
                crc.update(data.read(start + done, (int) Math.min(CHUNK, size - done)));
            }
            if (crc.value() != masked) {
                throw data.notACheckpoint(
                        "damaged: the checksum of %s is not the one in the index".formatted(Printable.of(tensor)));
            }
        }
    }
}
