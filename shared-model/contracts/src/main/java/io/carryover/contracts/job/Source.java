/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where an import finds what a client gave. {@code registration} tells two imports of the same place apart. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Source.LocalPath.class, name = "local-path"),
    @JsonSubTypes.Type(value = Source.Upload.class, name = "upload"),
})
public sealed interface Source {
    /** A file or folder on a disk that worker and client share; taken only on loopback. */
    record LocalPath(String path, String registration) implements Source {}

    /** An object that the client uploaded, under this key of the store; {@code fileName} as the client called it. */
    record Upload(String objectKey, String fileName, String registration) implements Source {}
}
