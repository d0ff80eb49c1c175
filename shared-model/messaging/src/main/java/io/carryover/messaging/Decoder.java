/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

/** Reads the value of a record. Several threads do at the same time. */
@FunctionalInterface
public interface Decoder<T> {
    /** @throws RuntimeException when it can't be read; the record is then skipped and counted */
    T decode(byte[] value);
}
