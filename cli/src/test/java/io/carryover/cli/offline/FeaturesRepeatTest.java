/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carryover.cli.Main;
import io.carryover.contracts.json.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A repeated extraction into the same file. */
class FeaturesRepeatTest {
    private static final Path DEMO = Path.of("..", "demo", "checkpoints");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

    private final Path images;
    private final Path checkpoint;
    private final Path out;

    FeaturesRepeatTest(@TempDir Path folder) throws IOException {
        this.images = Files.createDirectory(folder.resolve("images"));
        this.checkpoint = folder.resolve("model.pth");
        this.out = folder.resolve("out").resolve("f.safetensors");
    }

    @BeforeEach
    void files() throws IOException {
        Files.copy(DEMO.resolve("resnet50w8_byol.pth"), checkpoint);
        image("a.png", 1);
        image("b.png", 2);
    }

    @Test
    void equalInputsLeaveTheFileAsItIs() throws IOException {
        ObjectNode first = run();
        FileTime written = Files.getLastModifiedTime(out);
        ObjectNode again = run();

        assertThat(first.remove("unchanged").asBoolean()).isFalse();
        assertThat(again.remove("unchanged").asBoolean()).isTrue();
        assertThat(again.remove(List.of("seconds", "images_per_second")))
                .isEqualTo(first.remove(List.of("seconds", "images_per_second")));
        assertThat(Files.getLastModifiedTime(out)).isEqualTo(written);
        assertThat(unchanged("--force")).isFalse();
    }

    @Test
    void anythingElseIsComputed() throws IOException {
        run();
        assertThat(unchanged("--normalize", "half")).isFalse();
        assertThat(unchanged("--normalize", "half")).isTrue();
        image("b.png", 3);
        assertThat(unchanged("--normalize", "half")).isFalse();
        image("c.png", 2);
        assertThat(unchanged("--normalize", "half")).isFalse();
        Files.move(images.resolve("c.png"), images.resolve("d.png"));
        assertThat(unchanged("--normalize", "half")).isFalse();
        Files.copy(DEMO.resolve("resnet50w8_pycontrast.pth"), checkpoint, StandardCopyOption.REPLACE_EXISTING);
        assertThat(unchanged("--normalize", "half")).isFalse();
    }

    @Test
    void damagedFeaturesAreWrittenAnew() throws IOException {
        run();
        byte[] sound = Files.readAllBytes(out);
        byte[] bytes = sound.clone();
        bytes[bytes.length - 1] ^= 1;
        Files.write(out, bytes);
        assertThat(unchanged()).isFalse();
        assertThat(Files.readAllBytes(out)).isEqualTo(sound);

        Files.writeString(out, "something else");
        assertThat(unchanged()).isFalse();
        assertThat(unchanged()).isTrue();
    }

    private boolean unchanged(String... more) throws IOException {
        return run(more).path("unchanged").asBoolean();
    }

    private ObjectNode run(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("features", "--json", "--resize", "32", "--crop", "32"));
        arguments.addAll(List.of("--checkpoint", checkpoint.toString(), "--images", images.toString()));
        arguments.addAll(List.of("--threads", "1", "--out", out.toString()));
        arguments.addAll(List.of(more));
        var said = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(said, true));
        assertThat(line.execute(arguments.toArray(String[]::new))).isZero();
        JsonNode json = Json.mapper().readTree(said.toString());
        return (ObjectNode) json;
    }

    private void image(String name, int seed) throws IOException {
        BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 36; i++) {
            image.setRGB(i % 40, i / 40, i * seed * 0x10203);
        }
        Path file = images.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO.plusSeconds(seed)));
    }
}
