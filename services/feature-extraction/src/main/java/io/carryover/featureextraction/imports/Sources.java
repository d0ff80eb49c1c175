/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.featureextraction.imports;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Source;
import io.carryover.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Brings what a client gave to this worker's disk. */
public final class Sources {
    /** No path, no name that a file system reads in its own way; what a checkpoint may call its parts. */
    private static final Pattern PART = Pattern.compile("(?!\\.)[A-Za-z0-9_.+=@ -]{1,200}");

    private final ObjectStore store;

    /** @param store where uploads are */
    public Sources(ObjectStore store) {
        this.store = store;
    }

    /**
     * The file or folder of {@code source}; an upload is copied into {@code scratch}.
     *
     * @param missing code of the error where there is nothing
     */
    Path open(Source source, Path scratch, ErrorCode missing) throws IOException {
        return switch (source) {
            case Source.LocalPath local -> {
                Path path = Path.of(local.path());
                // TensorFlow's checkpoints are named by what their files' names begin with.
                if (!Files.exists(path) && !Files.exists(Path.of(local.path() + ".index"))) {
                    throw new CarryoverException(missing, "there is nothing at " + path);
                }
                yield path;
            }
            case Source.Upload upload -> {
                Path path = scratch.resolve(safe(upload.fileName()));
                copy(upload.objectKey(), upload.fileName(), path, missing);
                yield path;
            }
            case Source.Uploads uploads -> together(uploads, scratch, missing);
        };
    }

    /** Files that name each other keep their names, so a name must be that of a plain file: nothing is made of it. */
    private Path together(Source.Uploads uploads, Path scratch, ErrorCode missing) throws IOException {
        Path folder = Files.createTempDirectory(scratch, "uploads-");
        for (Source.UploadedFile file : uploads.files()) {
            String name = file.fileName();
            Path path = folder.resolve(name);
            if (!PART.matcher(name).matches() || Files.exists(path)) {
                throw new CarryoverException(
                        ErrorCode.UNSAFE_CHECKPOINT,
                        "'%s' can't be the name of one of several files".formatted(name.replaceAll("[^ -~]", "?")));
            }
            copy(file.objectKey(), name, path, missing);
        }
        return folder.resolve(uploads.files().getFirst().fileName());
    }

    private void copy(String objectKey, String fileName, Path path, ErrorCode missing) throws IOException {
        try (InputStream in = store.get(objectKey)
                .orElseThrow(() -> new CarryoverException(missing, "the upload of %s is gone".formatted(fileName)))) {
            Files.copy(in, path);
        }
    }

    /** The client's file name without anything that means something to a file system. */
    private static String safe(String fileName) {
        String safe = fileName.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        return "upload-" + safe.substring(0, Math.min(safe.length(), 100));
    }
}
