/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.error.HomeErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a data folder, held by one process at a time. The system takes it back when the process ends, so a
 * killed run locks nobody out.
 */
public final class HomeLock implements AutoCloseable {
    // POSIX drops a process' lock when it closes any descriptor of that file: within this JVM the set decides first.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final String HOLDER = "holder";

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the folder, making it where it is missing.
     *
     * @throws CarryoverException HOME_LOCKED naming the process (and its port) that has it; DISK_FULL or HOME_NOT_WRITABLE when
     *     the folder can't be used
     */
    public static HomeLock take(Path home) {
        try {
            Secrets.createPrivateDirectories(home);
            Path real = home.toRealPath();
            if (!HELD.add(real)) {
                throw locked(real);
            }
            HomeLock lock = lock(real);
            lock.describe("process " + ProcessHandle.current().pid());
            return lock;
        } catch (IOException e) {
            throw HomeErrors.unusable(home, e);
        }
    }

    /** Tells whoever finds the folder taken where its holder can be reached. */
    public void announce(int port) {
        try {
            describe("process " + ProcessHandle.current().pid() + ", port " + port);
        } catch (IOException e) {
            System.getLogger(HomeLock.class.getName())
                    .log(System.Logger.Level.WARNING, "could not write who holds " + home, e);
        }
    }

    /** The folder. */
    public Path home() {
        return home;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(home.resolve(HOLDER));
            channel.close();
        } catch (IOException e) {
            System.getLogger(HomeLock.class.getName()).log(System.Logger.Level.WARNING, "could not release " + home, e);
        } finally {
            HELD.remove(home);
        }
    }

    private static HomeLock lock(Path home) throws IOException {
        FileChannel channel = null;
        boolean taken = false;
        try {
            channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw locked(home);
            }
            taken = true;
            return new HomeLock(home, channel);
        } finally {
            if (!taken) {
                HELD.remove(home);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static CarryoverException locked(Path home) throws IOException {
        Path holder = home.resolve(HOLDER);
        String who = Files.exists(holder) ? " (" + Files.readString(holder).strip() + ")" : "";
        return new CarryoverException(ErrorCode.HOME_LOCKED, "another Carryover" + who + " uses " + home);
    }

    private void describe(String holder) throws IOException {
        Path temporary = home.resolve(HOLDER + ".new");
        Files.writeString(temporary, holder + "\n");
        Files.move(temporary, home.resolve(HOLDER), StandardCopyOption.ATOMIC_MOVE);
    }
}
