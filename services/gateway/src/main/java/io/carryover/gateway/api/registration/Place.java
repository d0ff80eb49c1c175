/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Where a client says that its bytes are. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Place.OnDisk.class, name = "path"),
    @JsonSubTypes.Type(value = Place.Uploaded.class, name = "upload"),
    @JsonSubTypes.Type(value = Place.UploadedTogether.class, name = "uploads"),
})
public sealed interface Place {
    /** An absolute path on the server's disk. */
    record OnDisk(String path) implements Place {}

    /** A completed upload. */
    record Uploaded(String upload) implements Place {}

    /** Completed uploads that belong together; the first tells of the others. */
    record UploadedTogether(List<String> uploads) implements Place {
        public UploadedTogether {
            uploads = List.copyOf(uploads);
        }
    }
}
