/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code admin check} evaluates: one of the demo's checkpoints and its digits, from the command's own jar. */
final class CheckData {
    /** Of backbone and dataset, and of their row and column on the leaderboard. */
    static final String NAME = "carryover-check";

    /** Few-shot accuracy, 5 ways, 5 shots, percent: {@code docs/performance.md} and the demo's board have the same. */
    static final double GOLDEN = 62.94;
    /** Features differ in their last bits between kinds of processors; hundredths of a percent come of that. */
    static final double WITHIN = 0.1;

    private static final String CHECKPOINT = "/check/checkpoints/resnet50w8_supervised.pth";
    private static final int SIDE = 64;
    private static final byte[] STAMP = {'c', 'h', 'k', 1};

    private CheckData() {}

    /** Uploads both and registers them. */
    static void register(GatewayClient client) {
        try {
            Path folder = Files.createTempDirectory("carryover-check-");
            Path tar = folder.resolve("digits.tar");
            Path checkpoint = folder.resolve("resnet50w8_supervised.pth");
            try {
                SmallTar.write(tar, digits());
                Files.write(checkpoint, read(CHECKPOINT));
                client.register(dataset(client.upload(tar)));
                client.register(backbone(client.upload(checkpoint)));
            } finally {
                Files.deleteIfExists(tar);
                Files.deleteIfExists(checkpoint);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees the names, if they are taken. */
    static void remove(GatewayClient client) {
        if (client.backbone(NAME).isPresent()) {
            client.delete("/v1/backbones/" + NAME);
        }
        if (client.dataset(NAME).isPresent()) {
            client.delete("/v1/datasets/" + NAME);
        }
    }

    /** Of the role source, so that its column counts in no mean rank. */
    private static DatasetRequest dataset(String upload) {
        return new DatasetRequest(
                NAME,
                null,
                upload,
                "idx",
                "source",
                "Handwritten digits with which `carryover admin check` tries an installation.",
                new Attribution("Apache-2.0 / BSD-3-Clause", "carryover admin check", "not stated", true));
    }

    private static BackboneRequest backbone(String upload) {
        return new BackboneRequest(NAME, null, upload, null, null, null, null, SIDE, "imagenet", null, null, null);
    }

    private static Map<String, byte[]> digits() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String split : new String[] {"train", "val", "test"}) {
            for (String part : new String[] {"images-idx3", "labels-idx1"}) {
                String name = "%s-%s-ubyte.gz".formatted(split, part);
                files.put(name, stamped(read("/check/digits/" + name)));
            }
        }
        return files;
    }

    /**
     * The same content in other bytes, by the time in gzip's header: a dataset is known by its bytes, and the check's must not be
     * taken for the demo's, with which it would share a column.
     */
    private static byte[] stamped(byte[] gzip) {
        System.arraycopy(STAMP, 0, gzip, 4, STAMP.length);
        return gzip;
    }

    private static byte[] read(String resource) throws IOException {
        @Nullable InputStream in = CheckData.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalStateException("not in this build: " + resource);
        }
        try (in) {
            return in.readAllBytes();
        }
    }
}
