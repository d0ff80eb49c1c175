/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Image files in a tar archive, in order: what a dataset's shard looks like (WebDataset's layout with one file per
 * sample). The archive's bytes depend on the images alone. An entry is named by six digits and the image's extension,
 * since ids may be longer than a tar header holds; ids and labels stand in the dataset's index.
 */
public final class TarShard implements EncodedImages, AutoCloseable {
    private static final int BLOCK = 512;

    private final FileChannel channel;
    private final String name;
    private final List<Entry> entries;

    private record Entry(String name, long offset, int size) {}

    private TarShard(FileChannel channel, String name, List<Entry> entries) {
        this.channel = channel;
        this.name = name;
        this.entries = entries;
    }

    /** Writes images {@code from … to - 1} of {@code images} as one archive. */
    public static void write(EncodedImages images, int from, int to, OutputStream out) throws IOException {
        for (int i = from; i < to; i++) {
            append(out, i, images.id(i), images.encoded(i));
        }
        finish(out);
    }

    /** Writes one image's file as entry number {@code index}. */
    public static void append(OutputStream out, int index, String id, byte[] file) throws IOException {
        out.write(header("%06d.%s".formatted(index, extension(id)), file.length));
        out.write(file);
        out.write(new byte[-file.length & (BLOCK - 1)]);
    }

    /** Writes the end of an archive. */
    public static void finish(OutputStream out) throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    /**
     * Opens an archive that {@link #write} made.
     *
     * @throws CarryoverException INPUT_LOST where it is damaged
     */
    public static TarShard open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            return new TarShard(channel, String.valueOf(file.getFileName()), index(channel, file));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static List<Entry> index(FileChannel channel, Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long at = 0;
        while (true) {
            byte[] header = read(channel, at, BLOCK);
            if (header.length < BLOCK) {
                throw new CarryoverException(ErrorCode.INPUT_LOST, file.getFileName() + " ends too early");
            }
            if (header[0] == 0) {
                return entries;
            }
            try {
                int size = Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
                String name = new String(header, 0, 100, StandardCharsets.US_ASCII).replace("\0", "");
                entries.add(new Entry(name, at + BLOCK, size));
                at += BLOCK + ((long) size + BLOCK - 1) / BLOCK * BLOCK;
            } catch (NumberFormatException e) {
                throw new CarryoverException(ErrorCode.INPUT_LOST, file.getFileName() + " is damaged", e);
            }
        }
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int label(int index) {
        return -1;
    }

    @Override
    public String id(int index) {
        return entries.get(index).name();
    }

    @Override
    public byte[] encoded(int index) {
        Entry entry = entries.get(index);
        try {
            byte[] bytes = read(channel, entry.offset(), entry.size());
            if (bytes.length == entry.size()) {
                return bytes;
            }
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.INPUT_LOST, name + " can't be read", e);
        }
        throw new CarryoverException(ErrorCode.INPUT_LOST, name + " ends too early");
    }

    @Override
    public Raster decode(int index) {
        return ImageDecoder.decode(id(index), encoded(index), ImageDecoder.Limits.DEFAULT);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(channel.size() - offset, 0, length));
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // until full, or the file has become shorter
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static String extension(String id) {
        String last = id.substring(id.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return last.matches("[a-z0-9]{1,5}") ? last : "img";
    }

    /** A ustar header (POSIX.1-1988): fixed owner, mode and time, so that equal images give equal archives. */
    private static byte[] header(String name, int size) {
        ByteBuffer header = ByteBuffer.allocate(BLOCK);
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "%011o".formatted(0));
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += header.get(i) & 0xff;
        }
        put(header, 148, "%06o\0 ".formatted(sum));
        byte[] bytes = new byte[BLOCK];
        header.get(0, bytes);
        return bytes;
    }

    private static void put(ByteBuffer header, int at, String text) {
        header.put(at, text.getBytes(StandardCharsets.US_ASCII));
    }
}
