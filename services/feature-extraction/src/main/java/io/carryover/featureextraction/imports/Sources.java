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

/** Brings what a client gave to this worker's disk. */
public final class Sources {
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
                if (!Files.exists(path)) {
                    throw new CarryoverException(missing, "there is nothing at " + path);
                }
                yield path;
            }
            case Source.Upload upload -> {
                Path path = scratch.resolve(safe(upload.fileName()));
                try (InputStream in = store.get(upload.objectKey())
                        .orElseThrow(() -> new CarryoverException(
                                missing, "the upload of %s is gone".formatted(upload.fileName())))) {
                    Files.copy(in, path);
                }
                yield path;
            }
        };
    }

    /** The client's file name without anything that means something to a file system. */
    private static String safe(String fileName) {
        String safe = fileName.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        return "upload-" + safe.substring(0, Math.min(safe.length(), 100));
    }
}
