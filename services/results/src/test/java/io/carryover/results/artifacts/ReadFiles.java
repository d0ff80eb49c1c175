/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import io.carryover.storage.Blobs;

/** What only this package makes, for tests of others. */
public final class ReadFiles {
    private ReadFiles() {}

    /** Reads from any store. */
    public static ItemFiles of(Blobs blobs, long largest) {
        return new ItemFiles(new Artifacts(blobs), largest);
    }

    /** Images with several classes. */
    public static Items.Marked marked(float[] logits, byte[] marks, int classes) {
        return new Items.Marked(logits, marks, classes, "[]");
    }
}
