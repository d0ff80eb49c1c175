/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class DiskFullBlobStoreTest {
    @Test
    void knowsAFullDiskByTheSystemsWords() {
        assertThat(DiskFullBlobStore.isDiskFull(
                        new UncheckedIOException(new IOException("/data/x: No space left on device"))))
                .isTrue();
        assertThat(DiskFullBlobStore.isDiskFull(new UncheckedIOException(new IOException("Broken pipe"))))
                .isFalse();
    }
}
