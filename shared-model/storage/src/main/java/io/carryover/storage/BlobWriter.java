/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A blob that is being written to the local disk, with its digest taken on the way. */
public final class BlobWriter extends OutputStream {
    private final Blobs blobs;
    private final Path file;
    private final String mediaType;
    private final OutputStream out;
    private final MessageDigest digest = Sha256.newDigest();
    private long size;

    BlobWriter(Blobs blobs, Path file, String mediaType) throws IOException {
        this.blobs = blobs;
        this.file = file;
        this.mediaType = mediaType;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
        digest.update(bytes, offset, length);
        size += length;
    }

    /** Bytes so far. */
    public long size() {
        return size;
    }

    /** Sends it to the store unless that has it. Nothing may be written afterwards. */
    public ArtifactRef commit() {
        try {
            out.close();
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
        return blobs.sendSpooled(new ArtifactRef(Sha256.of(digest), size, mediaType), file);
    }

    /** Removes the local file. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
