/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.upload;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/** What uploads need of the object store. The client's bytes never pass through the gateway. */
public interface UploadStore {
    /** A URL that takes one PUT of the object. */
    URI presignPut(String objectKey, Duration validity);

    /** Begins an upload in parts. @return the store's id of it */
    String beginMultipart(String objectKey);

    /** A URL that takes one PUT of this part, counted from 1. */
    URI presignPart(String objectKey, String multipart, int part, Duration validity);

    /** Sizes of the parts that have arrived, bytes by number. */
    SortedMap<Integer, Long> arrived(String objectKey, String multipart);

    /** Puts the parts that have arrived together. */
    void completeMultipart(String objectKey, String multipart);

    /** Drops what has arrived: the object, and the parts of an upload that was not completed. */
    void remove(String objectKey, Optional<String> multipart);

    /** Size of the object, bytes; empty where there is none. */
    OptionalLong size(String objectKey);
}
