/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;

/** Passwords that Carryover makes for itself: one file each, readable by their owner alone. */
final class Secrets {
    private Secrets() {}

    /** The secret in that file; made at the first call. 40 hexadecimal digits. */
    static String loadOrMake(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        }
        byte[] bytes = new byte[20];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        createPrivateDirectories(parent(file));
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        createPrivateFile(temporary);
        Files.writeString(temporary, secret + "\n", StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return secret;
    }

    /** Makes the folder and what is missing above it; what is made is for its owner alone. */
    static void createPrivateDirectories(Path folder) throws IOException {
        if (posix(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }

    /** The folder that a file lies in. */
    static Path parent(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a root has no parent");
    }

    private static void createPrivateFile(Path file) throws IOException {
        if (posix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
