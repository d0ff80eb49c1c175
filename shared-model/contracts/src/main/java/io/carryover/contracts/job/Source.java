/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Where an import finds what a client gave. {@code registration} tells two imports of the same place apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.LocalPath.class, name = "local-path"),
    @JsonSubTypes.Type(value = Source.Upload.class, name = "upload"),
    @JsonSubTypes.Type(value = Source.Uploads.class, name = "uploads"),
})
public sealed interface Source {
    /** A file or folder on a disk that worker and client share; taken only on loopback. */
    record LocalPath(String path, String registration) implements Source {}

    /** An object that the client uploaded, under this key of the store; {@code fileName} as the client called it. */
    record Upload(String objectKey, String fileName, String registration) implements Source {}

    /** Objects that belong together, such as an index and its shards: the first is the one that tells of the others. */
    record Uploads(List<UploadedFile> files, String registration) implements Source {
        public Uploads {
            files = List.copyOf(files);
        }
    }

    /** One of {@link Uploads}; {@code fileName} as the client and the first of the files call it. */
    record UploadedFile(String objectKey, String fileName) {}
}
