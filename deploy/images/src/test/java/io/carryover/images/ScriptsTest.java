/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bases are taken by digest, and a digest is asked for, never made up. */
class ScriptsTest {
    private final Path folder;
    private final Path images;

    ScriptsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        images = Files.createDirectories(folder.resolve("deploy/images"));
        for (String file : List.of("build", "pin", "images.list")) {
            Files.copy(Repository.IMAGES.resolve(file), images.resolve(file));
        }
        Files.copy(Repository.ROOT.resolve("pom.xml"), folder.resolve("pom.xml"));
        Files.writeString(images.resolve("bases.env"), unpinned());
    }

    @Test
    void basesArePinned() {
        Map<String, String> bases = Repository.variables("deploy/images/bases.env");

        assertThat(bases.keySet())
                .containsExactly(
                        "JDK_DIGEST",
                        "JDK_IMAGE",
                        "LIBTORCH_DIGEST",
                        "LIBTORCH_IMAGE",
                        "RUNTIME_DIGEST",
                        "RUNTIME_IMAGE");
        assertThat(bases).allSatisfy((name, value) -> assertThat(value)
                .as(name)
                .matches(name.endsWith("_DIGEST") ? "sha256:[0-9a-f]{64}" : "[^@\\s]+:[^@\\s:/]+"));
    }

    @Test
    void buildRefusesABaseWithoutADigest() throws Exception {
        Ran ran = Ran.program("bash", images.resolve("build").toString(), "gateway");

        assertThat(ran.status()).isNotZero();
        assertThat(ran.output()).contains("JDK_DIGEST").contains("deploy/images/pin");
    }

    @Test
    void pinWritesWhatTheRegistrySays() throws Exception {
        Ran ran = pin("printf '{}'");

        assertThat(ran.status()).as(ran.output()).isZero();
        // The digest of a manifest is that of its bytes.
        assertThat(Files.readAllLines(images.resolve("bases.env")))
                .filteredOn(line -> line.contains("_DIGEST="))
                .hasSize(3)
                .allMatch(line ->
                        line.endsWith("=sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"));
        assertThat(Files.readString(images.resolve("bases.env")).replaceAll("sha256:[0-9a-f]+", "unpinned"))
                .isEqualTo(unpinned());
    }

    @Test
    void pinChangesNothingWhereTheRegistryIsSilent() throws Exception {
        Ran ran = pin("exit 1");

        assertThat(ran.status()).isNotZero();
        assertThat(Files.readString(images.resolve("bases.env"))).isEqualTo(unpinned());
    }

    @Test
    void pinAsksForNoImageWithoutAName() throws Exception {
        Files.writeString(images.resolve("bases.env"), unpinned() + "UNUSED_IMAGE=\nUNUSED_DIGEST=unpinned\n");

        Ran ran = pin("printf '{}'");

        assertThat(ran.status()).as(ran.output()).isZero();
        assertThat(Files.readString(images.resolve("bases.env"))).contains("UNUSED_DIGEST=unpinned");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "make-runtime", "train", "build", "pin", "check"})
    void isAScriptThatBashReads(String script) throws Exception {
        Path file = Repository.IMAGES.resolve(script);

        assertThat(file).isExecutable();
        assertThat(Ran.program("bash", "-n", file.toString())).isEqualTo(new Ran(0, ""));
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        assumeThat(Path.of("/usr/bin/shellcheck")).exists();

        Ran ran = Ran.program("bash", Repository.IMAGES.resolve("check").toString(), folder.toString());

        assertThat(ran.status()).as(ran.output()).isZero();
    }

    /** With a stand-in for skopeo that answers so. */
    private Ran pin(String answer) throws IOException, InterruptedException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path skopeo = Files.writeString(programs.resolve("skopeo"), "#!/bin/sh\n" + answer + "\n");
        assertThat(skopeo.toFile().setExecutable(true)).isTrue();
        return Ran.program(
                List.of("bash", images.resolve("pin").toString()),
                Map.of("PATH", programs + ":" + System.getenv("PATH")));
    }

    private static String unpinned() {
        return Repository.text("deploy/images/bases.env").replaceAll("(?m)_DIGEST=.*$", "_DIGEST=unpinned");
    }
}
