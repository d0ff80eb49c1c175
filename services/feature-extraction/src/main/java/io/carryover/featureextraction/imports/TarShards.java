/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.vision.dataset.EncodedImages;
import io.carryover.vision.dataset.TarShard;
import io.carryover.vision.image.ImageDecoder;
import io.carryover.worker.JobContext;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Tar archives at the edge: packs the files of a split into shards (WebDataset's layout: files one after another, in the
 * split's order), and unpacks what a client uploaded.
 */
final class TarShards {
    private static final long SHARD_BYTES = 256L << 20;
    private static final long MAX_UNPACKED = 200L << 30;
    private static final int MAX_ENTRIES = 20_000_000;

    private TarShards() {}

    /**
     * What became of a split.
     *
     * @param kept numbers of the images that are in the shards, in order
     */
    record Packed(List<ArtifactRef> shards, List<Integer> kept) {}

    /**
     * Reads and decodes every image once, so that a broken one is found now and by name, and packs its file as it is.
     *
     * @param skipBroken whether broken images are left out
     * @param done images of earlier splits
     * @param total images of all splits
     */
    static Packed pack(
            EncodedImages images, String split, boolean skipBroken, JobContext context, long done, long total)
            throws IOException {
        List<ArtifactRef> shards = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        int next = 0;
        while (next < images.size()) {
            Path shard = context.scratch().resolve("%s-%05d.tar".formatted(split, shards.size()));
            int before = kept.size();
            try (var out = new BufferedOutputStream(Files.newOutputStream(shard))) {
                long bytes = 0;
                for (; next < images.size() && bytes < SHARD_BYTES; next++) {
                    Optional<byte[]> file = readable(images, next, skipBroken);
                    if (file.isPresent()) {
                        bytes += file.get().length;
                        TarShard.append(out, next, images.id(next), file.get());
                        kept.add(next);
                    }
                    context.progress(done + next + 1, total, "images");
                    context.checkStop();
                }
                TarShard.finish(out);
            }
            if (kept.size() > before) {
                shards.add(context.write(shard, "application/x-tar"));
            }
            Files.delete(shard);
        }
        if (kept.isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.UNREADABLE_IMAGE, "none of the %d images of split %s can be read".formatted(next, split));
        }
        return new Packed(shards, kept);
    }

    private static Optional<byte[]> readable(EncodedImages images, int index, boolean skipBroken) {
        try {
            byte[] file = images.encoded(index);
            ImageDecoder.decode(images.id(index), file, ImageDecoder.Limits.DEFAULT);
            return Optional.of(file);
        } catch (CarryoverException e) {
            if (skipBroken && (e.code() == ErrorCode.UNREADABLE_IMAGE || e.code() == ErrorCode.IMAGE_TOO_LARGE)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Unpacks an uploaded tar (plain or gzipped). Entries that would leave the folder, links and devices are refused.
     *
     * @throws CarryoverException NOT_A_DATASET
     */
    static Path unpack(Path file, Path to, JobContext context) throws IOException {
        Files.createDirectories(to);
        long bytes = 0;
        int entries = 0;
        try (var in = new TarArchiveInputStream(plain(file), "UTF-8")) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = to.resolve(entry.getName()).normalize();
                if (!target.startsWith(to)
                        || !(entry.isFile() || entry.isDirectory())
                        || entry.isLink()
                        || entry.isSymbolicLink()) {
                    throw bad(file, "entry '%s' is not a plain file inside it".formatted(printable(entry.getName())));
                }
                bytes += entry.getSize();
                if (bytes > MAX_UNPACKED || ++entries > MAX_ENTRIES) {
                    throw bad(file, "it is too large");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.resolveSibling("."));
                    Files.copy(in, target);
                }
                context.alive();
                context.checkStop();
            }
        } catch (IOException e) {
            if (e instanceof java.nio.file.FileSystemException) {
                throw e;
            }
            throw bad(file, "it is not a tar archive");
        }
        if (entries == 0) {
            throw bad(file, "it is neither a folder nor a tar archive of one");
        }
        return to;
    }

    private static InputStream plain(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in) : in;
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static CarryoverException bad(Path file, String why) {
        return new CarryoverException(
                ErrorCode.NOT_A_DATASET, "%s is not a dataset: %s".formatted(file.getFileName(), why));
    }
}
