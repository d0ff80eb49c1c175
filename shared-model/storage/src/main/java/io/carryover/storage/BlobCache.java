/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.storage;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.job.ArtifactRef;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Blobs on the local disk, up to a number of bytes; what was used least recently goes first. Several threads and
 * several processes may share the folder: files appear complete, and one that is in use stays readable after its
 * eviction.
 */
public final class BlobCache {
    private static final System.Logger LOG = System.getLogger(BlobCache.class.getName());

    private static final Pattern OWNER = Pattern.compile("(\\d{1,10})-\\d+");
    private static final String OWN = owner(ProcessHandle.current());

    // Of the whole JVM: file locks are held by a process, not by one of its caches.
    private static final Object EVICTING = new Object();

    private final Blobs blobs;
    private final Path files;
    private final Path leases;
    private final long limit;
    private final Clock clock;
    private final Object[] busy = Stream.generate(Object::new).limit(64).toArray();
    private final Set<Sha256> verified = ConcurrentHashMap.newKeySet();

    /** A blob on disk, kept for as long as this is open. */
    public static final class Lease implements AutoCloseable {
        private final Path path;
        private final boolean hit;

        private Lease(Path path, boolean hit) {
            this.path = path;
            this.hit = hit;
        }

        /** The file. Read only. */
        public Path path() {
            return path;
        }

        /** Whether it was there already. */
        public boolean hit() {
            return hit;
        }

        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "could not remove " + path, e);
            }
        }
    }

    /**
     * Uses {@code folder}, which may hold the blobs of an earlier run, and removes what dead processes left.
     *
     * @param limit bytes that stay when nothing is in use
     */
    public BlobCache(Blobs blobs, Path folder, long limit, Clock clock) {
        this.blobs = blobs;
        this.files = folder.resolve("blobs");
        this.leases = folder.resolve("leases");
        this.limit = limit;
        this.clock = clock;
        try {
            Files.createDirectories(files);
            Files.createDirectories(leases);
            removeLeftovers();
        } catch (IOException e) {
            throw DiskErrors.mapped(folder, e);
        }
    }

    /**
     * The blob as a local file.
     *
     * @throws CarryoverException INPUT_LOST, STORE_UNAVAILABLE or DISK_FULL when it can't be had
     */
    public Lease get(ArtifactRef ref) {
        // One download at a time of one blob; blobs that fall on the same lock wait for each other needlessly.
        synchronized (busy[Math.floorMod(ref.sha256().hashCode(), busy.length)]) {
            Optional<Path> there = lease(ref);
            if (there.isPresent()) {
                return new Lease(there.get(), true);
            }
            Lease lease = new Lease(fetch(ref), false);
            makeRoom(limit);
            return lease;
        }
    }

    private Optional<Path> lease(ArtifactRef ref) {
        Path file = files.resolve(ref.sha256().hex());
        Path lease = newLease();
        try {
            Files.createLink(lease, file);
            if (Files.size(lease) == ref.sizeBytes() && isRight(ref.sha256(), lease)) {
                Files.setLastModifiedTime(lease, FileTime.from(clock.instant()));
                return Optional.of(lease);
            }
            Files.deleteIfExists(lease);
            Files.deleteIfExists(file);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
    }

    private boolean isRight(Sha256 sha256, Path file) {
        if (verified.contains(sha256)) {
            return true;
        }
        boolean right = Blobs.digest(file).equals(sha256);
        if (right) {
            verified.add(sha256);
        }
        return right;
    }

    /** Downloads under the name of a lease, then lists it for others: so nobody can evict it in between. */
    private Path fetch(ArtifactRef ref) {
        Path lease = newLease();
        makeRoom(limit - ref.sizeBytes());
        try {
            blobs.download(ref, lease);
        } catch (CarryoverException e) {
            if (e.code() != ErrorCode.DISK_FULL) {
                throw e;
            }
            makeRoom(0);
            blobs.download(ref, lease);
        }
        verified.add(ref.sha256());
        Path file = files.resolve(ref.sha256().hex());
        try {
            Files.setLastModifiedTime(lease, FileTime.from(clock.instant()));
            Files.createLink(file, lease);
        } catch (FileAlreadyExistsException e) {
            // another process was as quick
        } catch (IOException e) {
            throw DiskErrors.mapped(file, e);
        }
        return lease;
    }

    private Path newLease() {
        return leases.resolve(OWN + "-" + UUID.randomUUID());
    }

    private void makeRoom(long bytes) {
        synchronized (EVICTING) {
            try (FileChannel channel = FileChannel.open(
                            files.resolveSibling("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                long total = 0;
                List<Entry> oldestFirst = entries();
                for (Entry entry : oldestFirst) {
                    total += entry.size();
                }
                for (Entry entry : oldestFirst) {
                    if (total <= Math.max(0, bytes) || !held.isValid()) {
                        break;
                    }
                    Files.deleteIfExists(entry.file());
                    total -= entry.size();
                }
            } catch (IOException e) {
                throw DiskErrors.mapped(files, e);
            }
        }
    }

    private record Entry(Path file, long size, FileTime used) {}

    private List<Entry> entries() throws IOException {
        List<Entry> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.filter(f -> !f.toString().endsWith(".part")).toList()) {
                try {
                    found.add(new Entry(file, Files.size(file), Files.getLastModifiedTime(file)));
                } catch (NoSuchFileException e) {
                    // another process evicted it just now
                }
            }
        }
        found.sort(Comparator.comparing(Entry::used).thenComparing(e -> e.file().toString()));
        return found;
    }

    private void removeLeftovers() throws IOException {
        try (Stream<Path> all = Files.list(leases)) {
            for (Path lease : all.toList()) {
                Matcher owner = OWNER.matcher(String.valueOf(lease.getFileName()));
                if (!owner.lookingAt()
                        || ProcessHandle.of(Long.parseLong(owner.group(1)))
                                .map(BlobCache::owner)
                                .filter(o -> o.equals(owner.group()))
                                .isEmpty()) {
                    Files.deleteIfExists(lease);
                }
            }
        }
    }

    // A number alone comes again: the first process of each container is number 1.
    private static String owner(ProcessHandle process) {
        return process.pid()
                + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
