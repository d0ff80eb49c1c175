/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Tells the containers apart by their first bytes, and names what else a file may be. */
final class Containers {
    private static final int HEAD = 512;
    private static final int PICKLE = 0x80;

    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("\u001f\u008b", "a gzip file: unpack it first"),
            Map.entry("BZh", "a bzip2 file: unpack it first"),
            Map.entry("\u00fd7zXZ", "an xz file: unpack it first"),
            Map.entry("(\u00b5/\u00fd", "a zstd file: unpack it first"),
            Map.entry("7z\u00bc\u00af", "a 7z archive: unpack it first"),
            Map.entry("Rar!", "a rar archive: unpack it first"),
            Map.entry("\u0089HDF", "an HDF5 file, perhaps of Keras"),
            Map.entry("\u0093NUMPY", "a NumPy array"),
            Map.entry("\u0089PNG", "a PNG image"),
            Map.entry("\u00ff\u00d8\u00ff", "a JPEG image"),
            Map.entry("%PDF", "a PDF document"),
            Map.entry("GGUF", "a GGUF file"),
            Map.entry("version https://git-lfs", "a Git LFS pointer, not the file itself: run `git lfs pull`"),
            Map.entry("PK\u0005\u0006", "an empty zip archive"));

    private Containers() {}

    static RawCheckpoint read(CheckpointFiles files) throws IOException {
        ByteSource source = files.main();
        if (source.size() == 0) {
            throw source.notACheckpoint("the file is empty");
        }
        ByteBuffer head = source.read(0, (int) Math.min(HEAD, source.size()));
        String text = StandardCharsets.ISO_8859_1.decode(head.duplicate()).toString();
        if (text.startsWith("PK\u0003\u0004")) {
            return TorchContainers.zip(source);
        }
        if (TensorflowContainer.looksLike(source)) {
            return TensorflowContainer.read(files);
        }
        if ((head.get(0) & 0xff) == PICKLE || looksLikeTextPickle(text)) {
            return TorchContainers.beginsLegacy(head) ? TorchContainers.legacy(source) : PickledArrays.read(source);
        }
        if (SafetensorsContainer.looksLike(head)) {
            return SafetensorsContainer.read(files.path(), source);
        }
        if (ShardedSafetensors.looksLike(text)) {
            return ShardedSafetensors.read(files);
        }
        if (String.valueOf(files.path().getFileName()).matches(".*\\.data-\\d{5}-of-\\d{5}")) {
            throw source.notACheckpoint("the data of a TensorFlow checkpoint: give the .index file beside it");
        }
        throw source.notACheckpoint(describe(text));
    }

    /** Pickles of protocol 0 begin with an operation and are text; one that names code should be called unsafe. */
    private static boolean looksLikeTextPickle(String text) {
        return text.matches("(?s)\\(?[ci][\\w.]{1,100}\\n[\\w.]{1,100}\\n.*");
    }

    private static String describe(String text) {
        for (Map.Entry<String, String> other : OTHERS.entrySet()) {
            if (text.startsWith(other.getKey())) {
                return other.getValue();
            }
        }
        if (text.length() > 262 && text.startsWith("ustar", 257)) {
            return "a tar archive (files named .pth.tar usually are not): unpack it first";
        }
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
            return "a web page: the download needed a login or another address";
        }
        boolean printable = text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t');
        return printable
                ? "a text file that begins with \""
                        + Printable.of(text.lines().findFirst().orElse("")) + "\""
                : "it begins like no file of torch.save and no safetensors file";
    }
}
