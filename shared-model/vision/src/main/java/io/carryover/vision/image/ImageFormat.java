/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that are read, told by a file's first bytes: its name may lie. */
enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    TIFF,
    WEBP;

    static Optional<ImageFormat> of(byte[] file) {
        String head = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(JPEG);
        }
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of(PNG);
        }
        if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
            return Optional.of(GIF);
        }
        if (head.startsWith("II*\0") || head.startsWith("MM\0*")) {
            return Optional.of(TIFF);
        }
        if (head.startsWith("RIFF") && head.endsWith("WEBP")) {
            return Optional.of(WEBP);
        }
        return head.startsWith("BM") ? Optional.of(BMP) : Optional.empty();
    }
}
