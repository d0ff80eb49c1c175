/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.storage.ObjectStore.ObjectStat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Content-addressed objects, {@code blobs/<sha256>}: written once, never changed, checked whenever they are read.
 * Memory is bounded whatever their size.
 */
public final class Blobs {
    private static final int CHUNK = 1 << 16;
    /** Up to here a blob goes as one conditional request; a larger one in parts. */
    private static final int SMALL = 8 << 20;

    /** A blob that was written longer ago may be about to be collected as garbage: it is written again, and is young. */
    private static final Duration YOUNG = Duration.ofDays(1);

    /** Labels and ids are files of their own: a manifest names shards and classes. */
    private static final int LARGEST_MANIFEST = 256 << 20;

    private final ObjectStore store;
    private final Path spool;
    private final Clock clock;

    /** {@code spool} is a local folder for blobs that are being written. */
    public Blobs(ObjectStore store, Path spool) {
        this(store, spool, Clock.systemUTC());
    }

    /** As above, by that clock. */
    public Blobs(ObjectStore store, Path spool, Clock clock) {
        this.store = store;
        this.spool = spool;
        this.clock = clock;
    }

    /** @throws CarryoverException as {@link ObjectStore#check} */
    public void check() {
        store.check();
    }

    /**
     * The reference to a blob that is known by its digest alone.
     *
     * @throws CarryoverException INPUT_LOST where it is missing
     */
    public ArtifactRef reference(Sha256 blob) {
        return stat(blob)
                .map(stat -> new ArtifactRef(blob, stat.size(), ArtifactRef.OCTETS))
                .orElseThrow(() ->
                        new CarryoverException(ErrorCode.INPUT_LOST, "blob %s is missing".formatted(blob.brief())));
    }

    /**
     * The manifest of a dataset, known by its digest.
     *
     * @throws CarryoverException INPUT_LOST where it is missing
     */
    public DatasetManifest manifest(Sha256 dataset) {
        return Json.readVersioned(
                read(reference(dataset), LARGEST_MANIFEST), DatasetManifest.class, DatasetManifest.VERSION);
    }

    /** Stores these bytes. */
    public ArtifactRef put(byte[] bytes, String mediaType) {
        Sha256 sha256 = Sha256.of(bytes);
        ArtifactRef ref = new ArtifactRef(sha256, bytes.length, mediaType);
        if (bytes.length > SMALL) {
            if (!isThereAndYoung(ref)) {
                store.put(Keys.blob(sha256), bytes, mediaType);
            }
        } else if (store.putIfAbsent(Keys.blob(sha256), bytes, mediaType) == ObjectStore.PutResult.ALREADY_THERE
                && !isThereAndYoung(ref)) {
            store.put(Keys.blob(sha256), bytes, mediaType);
        }
        return ref;
    }

    /** Stores a file: once through it for the digest, once more to send it unless the store has it. */
    public ArtifactRef putFile(Path file, String mediaType) {
        return sendSpooled(new ArtifactRef(digest(file), size(file), mediaType), file);
    }

    ArtifactRef sendSpooled(ArtifactRef ref, Path file) {
        if (!isThereAndYoung(ref)) {
            store.putFile(Keys.blob(ref.sha256()), file, ref.mediaType());
        }
        return ref;
    }

    /** Stores what {@code in} gives, which is spooled to disk on the way, as its key is known only at its end. */
    public ArtifactRef putStream(InputStream in, String mediaType) throws IOException {
        try (BlobWriter writer = newBlob(mediaType)) {
            in.transferTo(writer);
            return writer.commit();
        }
    }

    /** A blob to be written piece by piece: nothing is stored before {@link BlobWriter#commit}. */
    public BlobWriter newBlob(String mediaType) {
        try {
            Files.createDirectories(spool);
            return new BlobWriter(this, Files.createTempFile(spool, "blob-", ".part"), mediaType);
        } catch (IOException e) {
            throw DiskErrors.mapped(spool, e);
        }
    }

    private boolean isThereAndYoung(ArtifactRef ref) {
        return store.stat(Keys.blob(ref.sha256()))
                .filter(stat -> stat.size() == ref.sizeBytes())
                .filter(stat -> stat.modified().isAfter(clock.instant().minus(YOUNG)))
                .isPresent();
    }

    /** Whether the store has that blob in its full size. */
    public boolean isThere(ArtifactRef ref) {
        Optional<ObjectStat> stat = store.stat(Keys.blob(ref.sha256()));
        return stat.isPresent() && stat.get().size() == ref.sizeBytes();
    }

    /** What the store has under that digest. */
    public Optional<ObjectStat> stat(Sha256 sha256) {
        return store.stat(Keys.blob(sha256));
    }

    /**
     * The blob as a stream. It throws INPUT_LOST instead of giving the last bytes of a blob that is too short, too long
     * or of another digest; a blob that is corrupt in the store is first moved to quarantine, so that it can be made
     * again.
     *
     * @throws CarryoverException INPUT_LOST when there is none
     */
    public InputStream open(ArtifactRef ref) {
        return open(ref.sha256(), ref.sizeBytes());
    }

    /** As {@link #open(ArtifactRef)}, for whoever knows only the digest. */
    public InputStream open(Sha256 sha256) {
        long size = stat(sha256).orElseThrow(() -> missing(sha256)).size();
        return open(sha256, size);
    }

    /**
     * A whole small blob.
     *
     * @throws CarryoverException INPUT_LOST when it is missing or corrupt, INTERNAL when it is larger than {@code limit}
     */
    public byte[] read(ArtifactRef ref, int limit) {
        if (ref.sizeBytes() > limit) {
            throw new CarryoverException(
                    ErrorCode.INTERNAL, "blob " + ref.sha256().brief() + " is larger than " + limit + " bytes");
        }
        try (InputStream in = open(ref)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(ref.sha256(), e);
        }
    }

    /** Writes the blob to a file, which appears only when it is complete and right. */
    public Path download(ArtifactRef ref, Path to) {
        Path part = to.resolveSibling(to.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (InputStream in = open(ref)) {
                Files.copy(in, part);
            }
            return Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw DiskErrors.mapped(to, e);
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                System.getLogger(Blobs.class.getName()).log(System.Logger.Level.WARNING, "could not remove " + part, e);
            }
        }
    }

    static Sha256 digest(Path file) {
        MessageDigest digest = Sha256.newDigest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
        return Sha256.of(digest);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
    }

    private InputStream open(Sha256 sha256, long size) {
        InputStream in = store.get(Keys.blob(sha256)).orElseThrow(() -> missing(sha256));
        return new VerifyingInputStream(in, sha256, size, () -> quarantineIfCorrupt(sha256));
    }

    /** Reads it once more, as the bytes may have been hurt on their way only. */
    private void quarantineIfCorrupt(Sha256 sha256) {
        MessageDigest digest = Sha256.newDigest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = store.get(Keys.blob(sha256)).orElse(InputStream.nullInputStream())) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        } catch (IOException e) {
            throw unreadable(sha256, e);
        }
        if (!Sha256.of(digest).equals(sha256) && store.copy(Keys.blob(sha256), Keys.quarantinedBlob(sha256))) {
            store.delete(Keys.blob(sha256));
        }
    }

    private static CarryoverException missing(Sha256 sha256) {
        return new CarryoverException(ErrorCode.INPUT_LOST, "blob " + sha256.brief() + " is not in the object store");
    }

    private static CarryoverException unreadable(Sha256 sha256, IOException e) {
        return new CarryoverException(
                ErrorCode.STORE_UNAVAILABLE, "blob " + sha256.brief() + " can't be read: " + e.getMessage(), e);
    }
}
