/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.cli.Main;
import io.carryover.contracts.json.Json;
import io.carryover.vision.image.Bitmap;
import io.carryover.vision.image.Raster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private final Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    VerifyCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void sixImages() throws IOException {
        int number = 0;
        for (String split : new String[] {"train", "val", "test"}) {
            for (String name : new String[] {"cat", "dog"}) {
                image("%s/%s/1.png".formatted(split, name), number++);
            }
        }
    }

    @Test
    void aSoundDatasetEndsWithZero() {
        assertThat(run("datasets", "verify", folder.toString())).isZero();
        assertThat(out.toString()).contains("nothing is wrong", "OFFICIAL").doesNotContain("wrong:");
    }

    @Test
    void troubleEndsWithOneAndStandsInTheJson() throws IOException {
        image("test/dog/2.png", 0);

        assertThat(run("datasets", "verify", folder.toString(), "--json")).isEqualTo(1);
        JsonNode json = Json.read(out.toString(), JsonNode.class);

        assertThat(json.path("layout").asText()).isEqualTo("folder");
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("problems").get(0).asText())
                .isEqualTo("test and train share 1 images: 'dog/2.png' and 'cat/1.png'");
        assertThat(json.path("splits").path("test").path("images").asInt()).isEqualTo(3);
        assertThat(json.path("splits").path("test").has("expected")).isFalse();
    }

    @Test
    void formatsAreKnownByName() {
        assertThat(run("datasets", "verify", folder.toString(), "--format", "cubs"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no format 'cubs'", "caltech101-distinct");
        assertThat(run("datasets", "verify", folder.toString(), "--format", "dtd"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("is not dtd: it needs images, labels/train1.txt");
    }

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void image(String name, int number) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, Bitmap.encode(new Raster(1, 1, 1, new byte[] {(byte) number})));
    }
}
